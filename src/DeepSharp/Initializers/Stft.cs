using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Initializer
{
    /// <summary>
    /// The kernel of a convolution that computes spectra of short pieces: cosines or sines under a window, of shape
    /// (frameLength, 1, frequencies).
    /// </summary>
    /// <param name="side"><c>real</c> or <c>imag</c>.</param>
    /// <param name="window">What pieces are multiplied by.</param>
    /// <param name="scaling"><c>density</c> or <c>spectrum</c>: the window has length 1, or its values the sum 1; null for neither.</param>
    /// <param name="periodic">Whether the value behind the last of the window would be the first again.</param>
    /// <exception cref="ArgumentException">A name is unknown.</exception>
    /// <example><code>new Conv1D(129, 256, kernelInitializer: Initializer.Stft("real", "hann"), useBias: false)</code></example>
    public static Initializer Stft(string side = "real", SignalWindow window = default, string? scaling = "density", bool periodic = false)
    {
        if (side is not ("real" or "imag"))
        {
            throw new ArgumentException($"STFT: expected side real or imag but got '{NearestName.Shown(side)}'.", nameof(side));
        }

        return new StftInitializer(side, window, StftInitializer.KnownScaling("STFT", scaling), periodic);
    }
}

/// <summary>Cosines or sines of all frequencies of a transform, under a window.</summary>
internal sealed record StftInitializer(string Side, SignalWindow Window, string? Scaling, bool Periodic) : Initializer
{
    public override string ClassName => "STFT";

    public static Initializer Read(ConfigReader reader) => Stft(
        reader.String("side", "real")!, SignalWindow.Read(reader), reader.IsNull("scaling") ? null : reader.String("scaling", "density"),
        reader.Bool("periodic", false));

    /// <exception cref="ArgumentException">There is no such scaling.</exception>
    public static string? KnownScaling(string who, string? scaling) => scaling is null or "density" or "spectrum"
        ? scaling
        : throw new ArgumentException(
            $"{who}: expected scaling density or spectrum, or null, but got '{NearestName.Shown(scaling)}'.", nameof(scaling));

    protected override void Fill(Span<float> values, Shape shape, RandomStream random)
    {
        if (shape.Rank != 3 || shape[1] != 1 || shape[2] < 2)
        {
            throw new ShapeException(
                $"STFT: expected a kernel of shape (frameLength, 1, frequencies), with two frequencies or more, but got {shape}.");
        }

        (int length, int frequencies) = (shape[0], shape[2]);
        double[] window = [.. Enumerable.Repeat(1.0, length)];
        double scale = 1;
        if (!Window.IsNone)
        {
            window = Window.Values(length, Periodic);
            if (Scaling == "density") scale = Math.Sqrt(window.Sum(value => value * value));
            if (Scaling == "spectrum") scale = window.Sum(Math.Abs);
        }

        // Of whole turns only the rest counts, which keeps the digits of the angle.
        long turn = 2L * (frequencies - 1);
        for (int time = 0; time < length; time++)
        {
            for (int frequency = 0; frequency < frequencies; frequency++)
            {
                double angle = -2 * Math.PI * ((long)time * frequency % turn) / turn;
                double wave = Side == "real" ? Math.Cos(angle) : Math.Sin(angle);
                values[time * frequencies + frequency] = (float)(wave * window[time] / scale);
            }
        }
    }

    protected override JsonObject GetConfig() =>
        new() { ["side"] = Side, ["window"] = Window.ToJson(), ["periodic"] = Periodic, ["scaling"] = Scaling };
}
