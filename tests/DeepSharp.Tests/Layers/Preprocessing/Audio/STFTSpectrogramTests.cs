using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Preprocessing.Audio;

public class STFTSpectrogramTests
{
    [Theory]
    [InlineData("real", 1)]
    [InlineData("imag", 1)]
    [InlineData("magnitude", 2)]
    [InlineData("log", 2)]
    [InlineData("psd", 2)]
    [InlineData("stft", 2)]
    [InlineData("angle", 2)]
    public void Holds_what_every_layer_holds(string mode, int weights) => LayerTester.Check(
        () => new STFTSpectrogram(mode, 4, 2, name: "s"), input: [2, 8, 1], output: [2, 3, mode == "stft" ? 6 : 3], weights,
        (x, kernels) => Reference(mode, x, kernels, batch: 2));

    [Theory]
    [InlineData("channels_last", false, new[] { 2, 8, 3 }, new[] { 2, 3, 9 })]
    [InlineData("channels_last", true, new[] { 2, 8, 3 }, new[] { 2, 3, 3, 3 })]
    [InlineData("channels_first", false, new[] { 2, 3, 8 }, new[] { 2, 9, 3 })]
    [InlineData("channels_first", true, new[] { 2, 3, 8 }, new[] { 2, 3, 3, 3 })]
    public void Each_channel_has_its_spectra_wherever_channels_are(string format, bool expandDims, int[] input, int[] output)
    {
        STFTSpectrogram Create() => new("psd", 4, 2, expandDims: expandDims, dataFormat: format, name: "s");
        LayerTester.Check(Create, new Shape(input), new Shape(output), 2, (x, kernels) =>
        {
            bool isFirst = format == "channels_first";
            double[] signals = [.. Enumerable.Range(0, 48).Select(i => isFirst ? x[i] : x[i / 24 * 24 + i % 8 * 3 + i / 8 % 3])];
            double[] byChannel = Reference("psd", signals, kernels, batch: 6);

            // (batch, channel, frame, frequency), each of the last three of length 3.
            int[] order = (isFirst, expandDims) switch { (true, true) => [0, 1, 2], (true, false) => [0, 2, 1], (false, true) => [1, 2, 0], _ => [1, 0, 2] };
            return [.. Enumerable.Range(0, 54).Select(i =>
            {
                int[] place = [i / 9 % 3, i / 3 % 3, i % 3], from = new int[3];
                for (int axis = 0; axis < 3; axis++) from[order[axis]] = place[axis];
                return byChannel[i / 27 * 27 + from[0] * 9 + from[1] * 3 + from[2]];
            })];
        });
    }

    // A wave of two turns in eight values is all in the second frequency.
    [Fact]
    public void Its_kernels_begin_as_the_transform()
    {
        float[] wave = [.. Enumerable.Range(0, 8).Select(t => MathF.Cos(2 * MathF.PI * 2 * t / 8))];
        Tensor spectrum = new STFTSpectrogram("magnitude", 8, 4, window: SignalWindow.None).Apply(Tensor.From(wave, [1, 8, 1]));
        float nothing = MathF.Sqrt(1e-7f);
        Assert.Equal([nothing, nothing, 4, nothing, nothing], spectrum.ToArray().Select(value => MathF.Round(value, 5)).Select(value => value < 1e-3 ? nothing : value));
    }

    [Theory]
    [InlineData("hann", "density", false)]
    [InlineData("hamming", "spectrum", true)]
    [InlineData("blackman", null, false)]
    [InlineData("bartlett", null, true)]
    [InlineData("boxcar", "density", false)]
    public void Windows_are_scaled_and_weigh_the_middle_most(string window, string? scaling, bool periodic)
    {
        double[] values = [.. Initializer.Stft("real", window, scaling, periodic).Create([8, 1, 5]).ToArray().Where((_, i) => i % 5 == 0).Select(value => (double)value)];
        Assert.Equal(values.Max(), values[4], 1e-6);
        if (scaling == "density") Assert.Equal(1, values.Sum(value => value * value), 1e-5);
        if (scaling == "spectrum") Assert.Equal(1, values.Sum(), 1e-5);
        for (int i = 1; i < 8; i++) Assert.Equal(values[i], values[periodic ? 8 - i : 7 - i], 1e-6);
    }

    [Fact]
    public void Configs_of_Keras_are_read_with_windows_of_values()
    {
        var layer = (STFTSpectrogram)Layer.Create("STFTSpectrogram", JsonNode.Parse(
            """{"frame_length": 2, "window": [0.5, 1], "scaling": null, "padding": "same", "mode": "imag", "frame_step": null}""")!.AsObject());
        Assert.Equal([1, 5, 2], layer.Apply(Tensor.Zeros(1, 5, 1)).Shape);
        JsonObject config = layer.ToConfig()["config"]!.AsObject();
        Assert.Equal("[0.5,1]", config["window"]!.ToJsonString());
        Assert.Null(config["scaling"]);
        Initializer kernel = Initializer.Stft("imag", new[] { 1f, 2 }, null);
        Assert.Equal(kernel, Initializer.FromConfig(kernel.ToConfig()));
    }

    [Fact]
    public void What_cannot_be_is_refused_in_words()
    {
        Check("expected frameLength from 2", () => _ = new STFTSpectrogram(frameLength: 1));
        Check("expected frameStep from 1 to frameLength, 4, but got 5", () => _ = new STFTSpectrogram(frameLength: 4, frameStep: 5));
        Check("expected fftLength from frameLength, 4, to 16777216 but got 3", () => _ = new STFTSpectrogram(frameLength: 4, fftLength: 3));
        Check("Unknown spectrogram mode 'power'", () => _ = new STFTSpectrogram("power"));
        Check("Unknown window 'round'", () => _ = new STFTSpectrogram(window: "round"));
        Check("expected scaling density or spectrum, or null, but got 'none'", () => _ = new STFTSpectrogram(scaling: "none"));
        Check("expected padding valid or same", () => _ = new STFTSpectrogram(padding: "causal"));
        Check("expected a signal of rank 3", () => new STFTSpectrogram().Apply(Tensor.Zeros(1, 512)));
        Check("expected a window of 4 values but got 2", () => new STFTSpectrogram(frameLength: 4, window: new[] { 1f, 1 }).Apply(Tensor.Zeros(1, 8, 1)));
        Check("expected side real or imag", () => _ = Initializer.Stft("both"));
        Check("expected a kernel of shape (frameLength, 1, frequencies)", () => Initializer.Stft().Create([2, 2]));

        static void Check(string words, Action use) =>
            Assert.Contains(words, Assert.ThrowsAny<Exception>(use).Message, StringComparison.Ordinal);
    }

    private static double[] Reference(string mode, double[] x, double[][] kernels, int batch)
    {
        double[] real = SpectrumReference.Frames(x, batch, 4, 2, kernels[0]);
        if (kernels.Length == 1) return real;
        double[] imaginary = SpectrumReference.Frames(x, batch, 4, 2, kernels[1]);
        if (mode == "stft") return [.. real.Chunk(3).Zip(imaginary.Chunk(3)).SelectMany(pair => pair.First.Concat(pair.Second))];
        return [.. real.Zip(imaginary).Select((pair, i) =>
        {
            double power = pair.First * pair.First + pair.Second * pair.Second;
            return mode switch
            {
                "angle" => Math.Atan2(pair.Second, pair.First),
                "psd" => i % 3 == 1 ? 2 * power : power,
                "magnitude" => Math.Sqrt(power),
                _ => Math.Log(Math.Sqrt(power)),
            };
        })];
    }
}
