using System.Globalization;
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
        using var folder = new TemporaryFolder();
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
            [.. golden.List("callbacks").Select(node => FitGoldenTests.ReadCallback(node, folder.Path))], (double?)options["validation_split"] ?? 0, validation,
            shuffle: false, sampleWeight: sampleWeight, classWeight: FitGoldenTests.ClassWeight(options["class_weight"]));

        FitGoldenTests.CheckHistory(golden, history);
        if (golden["csv"] is JsonArray lines) CheckLines(lines, File.ReadAllLines(Path.Combine(folder.Path, "log.csv")));
        CompiledModel.CheckWeights(golden, golden.List("weights_after"), model, Tolerance.Fit);
        Logs evaluated = model.Evaluate(x, y, verbose: Verbosity.Silent);
        ModelReader.CheckLogs("evaluate", golden.Object("evaluate"), evaluated, Tolerance.Fit);
        CompiledModel.CheckPrediction("prediction", golden, golden["predict"]!, model, x, Tolerance.Fit);
        golden.AssertEverythingRead();
    }

    // Numbers are compared as numbers.
    private static void CheckLines(JsonArray want, string[] got)
    {
        Assert.Equal(want.Count, got.Length);
        Assert.Equal((string)want[0]!, got[0]);
        for (int line = 1; line < got.Length; line++)
        {
            double[] wanted = Numbers((string)want[line]!), numbers = Numbers(got[line]);
            Assert.Equal(wanted.Length, numbers.Length);
            for (int i = 0; i < wanted.Length; i++) Tolerance.Fit.Check($"line {line}, field {i}", wanted[i], numbers[i]);
        }
    }

    private static double[] Numbers(string line) =>
        [.. line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
}
