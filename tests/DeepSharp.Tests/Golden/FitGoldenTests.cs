using System.Globalization;
using System.Text.Json.Nodes;
using DeepSharp.Callbacks;

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
        (DataGroup, DataGroup)? validation = held.Length == 0 ? null : (held[0], held[1]);
        Assert.Empty(options.Select(option => option.Key).Except(
            ["epochs", "batch_size", "validation_split", "class_weight", "initial_epoch", "steps_per_epoch", "validation_freq"]));
        return model.Fit(
            x, y, (int?)options["batch_size"], (int)options["epochs"]!, Verbosity.Silent,
            [.. golden.List("callbacks").Select(node => ReadCallback(node))],
            (float?)options["validation_split"] ?? 0f, validation, shuffle: false,
            sampleWeight: golden.OptionalTensor("sample_weight"),
            classWeight: ClassWeight(options["class_weight"]), initialEpoch: (int?)options["initial_epoch"] ?? 0,
            stepsPerEpoch: (int?)options["steps_per_epoch"], validationFreq: (int?)options["validation_freq"] ?? 1);
    }

    internal static Dictionary<int, float>? ClassWeight(JsonNode? weights) => weights?.AsObject().ToDictionary(
        entry => int.Parse(entry.Key, CultureInfo.InvariantCulture), entry => (float)entry.Value!);

    internal static Callback ReadCallback(JsonNode? node, string? folder = null)
    {
        JsonObject arguments = node!["args"]!.AsObject();
        switch ((string)node["class"]!)
        {
            case "EarlyStopping":
                Assert.Empty(arguments.Select(entry => entry.Key).Except(
                    ["monitor", "patience", "min_delta", "restore_best_weights", "start_from_epoch"]));
                return new EarlyStopping(
                    (string)arguments["monitor"]!, minDelta: (double?)arguments["min_delta"] ?? 0, patience: (int)arguments["patience"]!,
                    restoreBestWeights: (bool?)arguments["restore_best_weights"] ?? false,
                    startFromEpoch: (int?)arguments["start_from_epoch"] ?? 0);
            case "ReduceLROnPlateau":
                Assert.Equal(["monitor", "factor", "patience"], arguments.Select(entry => entry.Key).Where(key => key != "min_delta"));
                return new ReduceLROnPlateau(
                    (string)arguments["monitor"]!, (float)arguments["factor"]!, (int)arguments["patience"]!,
                    minDelta: (double?)arguments["min_delta"] ?? 1e-4);
            case "CSVLogger":
                Assert.Equal(["filename"], arguments.Select(entry => entry.Key));
                return new CSVLogger(Path.Combine(folder!, (string)arguments["filename"]!));
            case "SwapEMAWeights":
                Assert.Equal(["swap_on_epoch"], arguments.Select(entry => entry.Key));
                return new SwapEMAWeights((bool)arguments["swap_on_epoch"]!);
            default:
                Assert.Equal("LearningRateScheduler", (string)node["class"]!);
                float[] table = [.. arguments["table"]!.AsArray().Select(rate => (float)rate!)];
                return new LearningRateScheduler((epoch, _) => table[epoch]);
        }
    }

    internal static void CheckHistory(GoldenCase golden, History history)
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
