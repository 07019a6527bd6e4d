using System.Text.Json.Nodes;

namespace DeepSharp.Tests.Golden;

/// <summary>
/// Layers that are random in training: in inference as all layers, and in training what many draws on ones have in common. Drawn values are
/// never compared.
/// </summary>
public sealed class Dropout2GoldenTests
{
    // Of the mean and of a share; both numbers were drawn. Of the deviation it is somewhat less.
    private const double StandardErrors = 5;

    public static TheoryData<string> Cases => GoldenArea.Theory("dropout2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Inference_is_that_of_Keras_and_training_has_its_statistics(string id)
    {
        GoldenCase golden = GoldenArea.Load("dropout2").Open(id);
        CheckTraining(golden);
        LayerRunner.Check(golden);
    }

    private static void CheckTraining(GoldenCase golden)
    {
        JsonObject statistics = golden.Object("training_statistics");
        JsonObject args = golden.Object("args");
        args["seed"] = 11;
        Layer layer = Layer.Create(golden.Text("class"), args);
        Tensor ones = Tensor.Ones(golden.Tensors("inputs")[0].Shape);
        var draws = new List<float>();
        for (int i = 0; i < (int)statistics["draws"]!; i++)
        {
            Tensor output = layer.Apply(ones, training: true);
            draws.AddRange(output.ToArray());
            if ((bool?)statistics["constant_over_space"] ?? false) AssertConstantOverSpace(output);
        }

        int count = draws.Count;
        Assert.Equal((int)statistics["count"]!, count);

        // Values that are drawn together are one draw.
        int together = golden.Text("class").StartsWith("Spatial", StringComparison.Ordinal) || args["noise_shape"] is not null
            ? ones.Shape[1..^1].Size : 1;
        double mean = draws.Average(value => (double)value), std = Math.Sqrt(draws.Average(value => (value - mean) * (value - mean)));
        double error = StandardErrors * std * Math.Sqrt(2.0 * together / count);
        Assert.InRange(mean, (double)statistics["mean"]! - error, (double)statistics["mean"]! + error);
        Assert.InRange(std, (double)statistics["std"]! - error, (double)statistics["std"]! + error);
        double zeros = draws.Count(value => value == 0f) / (double)count, share = (double)statistics["zero_share"]!;
        double shareError = StandardErrors * Math.Sqrt(2 * share * (1 - share) * together / count);
        Assert.InRange(zeros, share - shareError, share + shareError);
    }

    private static void AssertConstantOverSpace(Tensor output)
    {
        int channels = output.Shape[^1], space = output.Shape[1..^1].Size;
        float[] values = output.ToArray();
        for (int i = 0; i < values.Length; i++) Assert.Equal(values[i / channels / space * space * channels + i % channels], values[i]);
    }
}
