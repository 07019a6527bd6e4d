using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

public sealed class TrainGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("train");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_of_a_whole_model_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("train").Open(id);
        Sequential model = ModelReader.Compiled(golden);
        (Tensor X, Tensor Y)[] batches =
            [.. golden.List("batches").Select(batch => (golden.Tensor(batch!["x"]!), golden.Tensor(batch["y"]!)))];

        Tolerance.TrainWeights.Check("prediction", golden.Tensor("predict"), model.Predict(batches[0].X));
        CheckLogits(golden, batches[0].X);

        // A pass in training moves the averages of BatchNormalization; the steps start from before.
        Tensor[] before = model.GetWeights();
        CheckGradients(golden, model, batches[0].X, batches[0].Y);
        model.SetWeights(before);

        for (int step = 0; step < batches.Length; step++)
        {
            model.ResetMetrics();
            Logs logs = model.TrainOnBatch(batches[step].X, batches[step].Y);

            ModelReader.CheckLogs($"step {step + 1}", golden.List("losses")[step]!.AsObject(), logs, Tolerance.TrainLoss);
            if (golden.Object("weights_after")[$"{step + 1}"] is not JsonArray want) continue;
            ModelReader.CheckWeights(golden, want, model, Tolerance.TrainWeights);
        }

        Tolerance.TrainWeights.Check("prediction after training", golden.Tensor("predict_after"), model.Predict(batches[0].X));
        golden.AssertEverythingRead();
    }

    private static void CheckLogits(GoldenCase golden, Tensor x)
    {
        if (golden["logits"] is null) return;
        JsonObject config = golden.Object("model");
        config["config"]!["layers"]!.AsArray()[^1]!["config"]!["activation"] = "linear";
        Sequential headless = ModelReader.WithWeights(golden, config);
        Tolerance.TrainWeights.Check("logits", golden.Tensor("logits"), headless.Predict(x));
    }

    private static Tensor Regularized(Tensor loss, Sequential model) => model.TrainableWeights
        .Where(weight => weight.Regularizer is not null)
        .Aggregate(loss, (sum, weight) => sum + weight.Regularizer!.Apply(weight.Value));

    private static void CheckGradients(GoldenCase golden, Sequential model, Tensor x, Tensor y)
    {
        var tape = new GradientTape();
        Tensor loss = tape.Record(() => Regularized(model.Loss!.Apply(y, model.Apply(x, training: true)), model));
        Tensor?[] gradients = tape.Gradient(loss, model.TrainableWeights);

        Tolerance.TrainLoss.Check("first loss", (double)golden["first_loss"]!, loss.Item());
        JsonArray want = golden.List("grads");
        Assert.Equal(want.Select(gradient => (string)gradient!["path"]!), model.TrainableWeights.Select(weight => weight.Path));
        for (int i = 0; i < want.Count; i++)
        {
            Tolerance.TrainLoss.Check($"gradient of {model.TrainableWeights[i].Path}", golden.Tensor(want[i]!["value"]!), gradients[i]);
        }
    }
}
