using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Preprocessing.Audio;

public class MelSpectrogramTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void Holds_what_every_layer_holds(double magExp) => LayerTester.Check(
        () => Small(magExp, powerToDb: false), input: [2, 20], output: [2, 3, 6], weights: 0, (x, _) => Bands(x, magExp));

    // A logarithm of little power magnifies what floats round, so that gradients agree to four digits.
    [Fact]
    public void Decibels_hold_what_every_layer_holds()
    {
        MelSpectrogram Create() => Small(2, powerToDb: true);
        LayerTester.CheckShapes(Create, [2, 20], [2, 3, 6], weights: 0);
        LayerTester.CheckConfig(Create);
        LayerTester.CheckThreads(Create, [64, 20]);
        LayerTester.CheckAllocations(Create, [2, 20]);
        MelSpectrogram layer = Create();
        Tensor x = LayerTester.RandomInput([2, 20]);
        GradientCheck.Run(
            () => layer.Apply(x), [x], at => [.. Bands(at[0], 2).Select(power => 10 * Math.Log10(Math.Max(power, 1e-10)) - 10 * Math.Log10(2))],
            tolerance: 1e-4);
    }

    [Fact]
    public void One_signal_has_no_batch_and_shapes_are_those_of_Keras()
    {
        var layer = new MelSpectrogram(numMelBins: 80, samplingRate: 8000, sequenceStride: 128, fftLength: 2048);
        Assert.Equal([2, 80, 126], layer.ComputeOutputShape([2, 16000]));
        Assert.Equal([80, 126], layer.Apply(Tensor.Zeros(16000)).Shape);
        Assert.Equal([Shape.Any, 80, Shape.Any], layer.ComputeOutputShape([Shape.Any, Shape.Any]));
    }

    // Silence has the least power, minus 100 decibels, but not less than 20 below the loudest.
    [Fact]
    public void Decibels_end_below_the_loudest()
    {
        float[] wave = [.. Enumerable.Range(0, 64).Select(t => t < 32 ? 0 : MathF.Sin(t))];
        float[] decibels = new MelSpectrogram(8, 8, numMelBins: 2, topDb: 20).Apply(Tensor.From(wave)).ToArray();
        Assert.Equal(20, decibels.Max() - decibels.Min(), 1e-4);
        Assert.All(new MelSpectrogram(8, 8, numMelBins: 2).Apply(Tensor.Zeros(1, 64)).ToArray(), value => Assert.Equal(-100, value, 1e-3));
    }

    [Fact]
    public void Its_config_is_that_of_Keras()
    {
        var layer = new MelSpectrogram(64, 16, 32, "hamming", 8000, 10, 30, null, false, 60, 1, 1e-9, 0.5, "m");
        JsonObject config = layer.ToConfig()["config"]!.AsObject();
        Assert.Equal("""[64,16,32,"hamming",8000,10,30,4000,false,60,1,1E-09,0.5]""", new JsonArray([.. ((string[])
            ["fft_length", "sequence_stride", "sequence_length", "window", "sampling_rate", "num_mel_bins", "min_freq", "max_freq", "power_to_db", "top_db", "mag_exp", "min_power", "ref_power"])
            .Select(key => config[key]!.DeepClone())]).ToJsonString());
    }

    [Fact]
    public void What_cannot_be_is_refused_in_words()
    {
        Check("expected fftLength from 2", () => _ = new MelSpectrogram(1));
        Check("expected sequenceLength from 1 to fftLength, 8, but got 9", () => _ = new MelSpectrogram(8, sequenceLength: 9));
        Check("minFreq from 0 to below maxFreq but got 16000, 9000 and 8000", () => _ = new MelSpectrogram(minFreq: 9000));
        Check("expected a finite minPower above 0", () => _ = new MelSpectrogram(minPower: 0));
        Check("expected numMelBins of 1 or more", () => _ = new MelSpectrogram(numMelBins: 0));
        Check("expected signals of more than 4 samples", () => new MelSpectrogram(8).Apply(Tensor.Zeros(1, 4)));
        Check("expected signals, (batch, samples), or one", () => new MelSpectrogram(8).Apply(Tensor.Zeros(1, 4, 4)));

        static void Check(string words, Action use) =>
            Assert.Contains(words, Assert.ThrowsAny<Exception>(use).Message, StringComparison.Ordinal);
    }

    private static MelSpectrogram Small(double magExp, bool powerToDb) =>
        new(8, 4, numMelBins: 3, samplingRate: 800, powerToDb: powerToDb, magExp: magExp, refPower: 2, topDb: 200, name: "m");

    private static double[] Bands(double[] x, double magExp) => SpectrumReference.Mel(x, x.Length / 20, 8, 4, 3, 800, 20, 400, magExp);
}
