using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>Runs over epochs of graphs with several inputs and outputs.</summary>
public sealed class Fit2GoldenTests
{
    public static TheoryData<string> Cases => GoldenArea.Theory("fit2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void History_weights_and_predictions_are_those_of_Keras(string id)
    {
        GoldenCase golden = GoldenArea.Load("fit2").Open(id);
        Model model = CompiledModel.Of(golden);
        DataGroup x = CompiledModel.Data(golden, golden["x"]!), y = CompiledModel.Data(golden, golden["y"]!);
        DataGroup? sampleWeight = CompiledModel.OptionalData(golden, golden["sample_weight"]);

        JsonObject options = golden.Object("fit");
        Assert.Empty(options.Select(option => option.Key).Except(["epochs", "batch_size", "validation_split", "class_weight"]));
        (DataGroup, DataGroup)? validation = golden["validation_data"] is JsonArray data
            ? (CompiledModel.Data(golden, data[0]!), CompiledModel.Data(golden, data[1]!)) : null;
        History history = model.Fit(
            x, y, (int?)options["batch_size"], (int)options["epochs"]!, Verbosity.Silent,
            [.. golden.List("callbacks").Select(FitGoldenTests.ReadCallback)], (double?)options["validation_split"] ?? 0, validation,
            shuffle: false, sampleWeight: sampleWeight, classWeight: FitGoldenTests.ClassWeight(options["class_weight"]));

        FitGoldenTests.CheckHistory(golden, history);
        CompiledModel.CheckWeights(golden, golden.List("weights_after"), model, Tolerance.Fit);
        Logs evaluated = model.Evaluate(x, y, verbose: Verbosity.Silent);
        ModelReader.CheckLogs("evaluate", golden.Object("evaluate"), evaluated, Tolerance.Fit);
        CompiledModel.CheckPrediction("prediction", golden, golden["predict"]!, model, x, Tolerance.Fit);
        golden.AssertEverythingRead();
    }
}
