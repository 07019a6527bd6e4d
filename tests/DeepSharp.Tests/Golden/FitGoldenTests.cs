using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

public sealed class FitGoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("fit");

    [Theory]
    [MemberData(nameof(Cases))]
    public void History_weights_and_predictions_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("fit").Open(id);
        Sequential model = ModelReader.Compiled(golden);
        (Tensor x, Tensor y) = (golden.Tensor("x"), golden.Tensor("y"));
        Assert.Empty(golden.List("callbacks"));

        History history = Fit(golden, model, x, y);

        CheckHistory(golden, history);
        ModelReader.CheckWeights(golden, golden.List("weights_after"), model, Tolerance.Fit);
        ModelReader.CheckLogs("evaluate", golden.Object("evaluate"), model.Evaluate(x, y, verbose: Verbosity.Silent), Tolerance.Fit);
        Tensor want = golden.Tensor("predict");
        Tolerance.Fit.Check("prediction", want, model.Predict(x)[..want.Shape[0]]);
        golden.AssertEverythingRead();
    }

    private static History Fit(GoldenCase golden, Sequential model, Tensor x, Tensor y)
    {
        JsonObject options = golden.Object("fit");
        Tensor[] held = golden["validation_data"] is null ? [] : golden.Tensors("validation_data");
        (DataArray, DataArray)? validation = held.Length == 0 ? null : (held[0], held[1]);
        int epochs = (int)options["epochs"]!;
        int? batchSize = (int?)options["batch_size"];
        float validationSplit = (float?)options["validation_split"] ?? 0f;
        Assert.Empty(options.Select(option => option.Key).Except(["epochs", "batch_size", "validation_split"]));
        return model.Fit(
            x, y, batchSize, epochs, Verbosity.Silent, validationSplit: validationSplit, validationData: validation, shuffle: false);
    }

    private static void CheckHistory(GoldenCase golden, History history)
    {
        JsonObject want = golden.Object("history");
        Assert.Equal(want.Select(entry => entry.Key), history.Names);
        foreach ((string name, JsonNode? values) in want)
        {
            double[] epochs = [.. values!.AsArray().Select(value => (double)value!)];
            Assert.Equal(epochs.Length, history[name].Count);
            for (int epoch = 0; epoch < epochs.Length; epoch++)
            {
                Tolerance.Fit.Check($"{name} of epoch {epoch}", epochs[epoch], history[name][epoch]);
            }
        }

        Assert.Equal(golden.List("epochs_run").Select(epoch => (int)epoch!), history.Epochs);
        Assert.Equal((int)golden.Object("params")["steps"]!, history.StepsPerEpoch);
    }
}
