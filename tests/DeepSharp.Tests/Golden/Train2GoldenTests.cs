using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>Steps of graphs with several inputs and outputs, shared layers and masks.</summary>
public sealed class Train2GoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("train2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_of_a_graph_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("train2").Open(id);
        Model model = CompiledModel.Of(golden);
        JsonArray batches = golden.List("batches");
        DataGroup first = CompiledModel.Data(golden, batches[0]!["x"]!);
        CompiledModel.CheckPrediction("prediction", golden, golden["predict"]!, model, first, Tolerance.TrainWeights);

        var gradients = new List<Tensor>();
        model.Optimizer!.GradientHook = step =>
        {
            for (int i = 0; i < step.Count && gradients.Count < step.Count; i++)
            {
                gradients.Add(Tensor.From(step[i].ToArray(), step.Variables[i].Shape));
            }
        };
        for (int step = 0; step < batches.Count; step++)
        {
            JsonNode batch = batches[step]!;
            model.ResetMetrics();
            Logs logs = model.TrainOnBatch(
                CompiledModel.Data(golden, batch["x"]!), CompiledModel.Data(golden, batch["y"]!),
                CompiledModel.OptionalData(golden, batch["sample_weight"]));

            ModelReader.CheckLogs($"step {step + 1}", golden.List("losses")[step]!.AsObject(), logs, Tolerance.TrainLoss);
            if (step == 0) CheckFirst(golden, model, logs, gradients);
            if (golden.Object("weights_after")[$"{step + 1}"] is not JsonArray want) continue;
            CompiledModel.CheckWeights(golden, want, model, Tolerance.TrainWeights);
        }

        CompiledModel.CheckPrediction("prediction after training", golden, golden["predict_after"]!, model, first, Tolerance.TrainWeights);
        golden.AssertEverythingRead();
    }

    private static void CheckFirst(GoldenCase golden, Model model, Logs logs, List<Tensor> gradients)
    {
        Tolerance.TrainLoss.Check("first loss", (double)golden["first_loss"]!, logs["loss"]);
        JsonArray want = golden.List("grads");
        Assert.Equal(want.Select(gradient => (string)gradient!["path"]!), model.TrainableWeights.Select(weight => weight.Path));
        for (int i = 0; i < want.Count; i++)
        {
            Tolerance.TrainLoss.Check($"gradient of {model.TrainableWeights[i].Path}", golden.Tensor(want[i]!["value"]!), gradients[i]);
        }
    }
}
