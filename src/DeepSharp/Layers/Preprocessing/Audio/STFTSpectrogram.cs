using System.Numerics;
using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>Spectra of short pieces of a signal, by a convolution whose kernels may be trained on.</summary>
/// <remarks>
/// <b>Input</b> (batch, time, channels), or (batch, channels, time) with <c>channels_first</c> · <b>Output</b> (batch, frames,
/// channels · frequencies), with <c>expandDims</c> (batch, frames, frequencies, channels); channels first (batch, channels · frequencies,
/// frames), or (batch, channels, frames, frequencies). There are fftLength/2 + 1 frequencies.<br/>
/// <b>Weights</b> real_kernel and imag_kernel, (frameLength, 1, frequencies), those that the mode needs: they begin as the transform,
/// and are trained unless <see cref="Layer.Trainable"/> is false.
/// </remarks>
/// <example><code>
/// new STFTSpectrogram("log", frameLength: 256, frameStep: 128, fftLength: 512) { Trainable = false }
/// </code></example>
public sealed class STFTSpectrogram : Layer
{
    /// <summary>The longest transform; longer ones would take kernels of gigabytes.</summary>
    internal const int LongestTransform = 1 << 24;

    private const float Epsilon = 1e-7f;

    private static readonly UnaryOp<ClipFunction> s_atLeastEpsilon = new("Maximum", new ClipFunction(Epsilon, float.PositiveInfinity));
    private static readonly ConcatenateOp s_join = new(-1);
    private static readonly TransposeOp s_timeLast = new([0, 2, 1]), s_flipped = new([0, 1, 3, 2]);
    private static readonly TransposeOp s_channelsInside = new([0, 2, 1, 3]), s_channelsEnd = new([0, 2, 3, 1]);

    private readonly ConvolutionOp _op;
    private readonly int _step, _transform;
    private Tensor? _bothHalves;
    private Foldings? _foldings;

    /// <summary>A spectrogram.</summary>
    /// <param name="mode">What is given.</param>
    /// <param name="frameLength">Values of a piece, 2 or more.</param>
    /// <param name="frameStep">
    /// Values from the start of one piece to that of the next; null for half of <paramref name="frameLength"/>.
    /// </param>
    /// <param name="fftLength">Length of the transform, at least <paramref name="frameLength"/>; null for the next power of two.</param>
    /// <param name="window">What pieces are multiplied by.</param>
    /// <param name="periodic">Whether the value behind the last of the window would be the first again.</param>
    /// <param name="scaling"><c>density</c>, <c>spectrum</c>, or null for none.</param>
    /// <param name="padding"><c>valid</c>, or <c>same</c> for zeros around the signal.</param>
    /// <param name="expandDims">Whether frequencies and channels have an axis each, as images have.</param>
    /// <param name="dataFormat">Where the channels are.</param>
    /// <param name="name">A name that is unique in its model; null for <c>stft_spectrogram</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">A name is unknown.</exception>
    public STFTSpectrogram(
        SpectrogramMode mode = default, int frameLength = 256, int? frameStep = null, int? fftLength = null, SignalWindow window = default,
        bool periodic = false, string? scaling = "density", Padding padding = default, bool expandDims = false,
        DataFormat dataFormat = default,
        string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        string who = LayerArguments.Describe(this);
        if (frameLength is < 2 or > LongestTransform)
        {
            throw new ArgumentOutOfRangeException(
                nameof(frameLength), $"{who}: expected frameLength from 2 to {LongestTransform} but got {frameLength}.");
        }

        if (frameStep is { } step && (step < 1 || step > frameLength))
        {
            throw new ArgumentOutOfRangeException(nameof(frameStep),
                $"{who}: expected frameStep from 1 to frameLength, {frameLength}, but got {step}.");
        }

        if (fftLength < frameLength || fftLength > LongestTransform)
        {
            throw new ArgumentOutOfRangeException(nameof(fftLength),
                $"{who}: expected fftLength from frameLength, {frameLength}, to {LongestTransform} but got {fftLength}.");
        }

        if (padding != Padding.Valid && padding != Padding.Same)
        {
            throw new ArgumentException($"{who}: expected padding valid or same but got {padding}.", nameof(padding));
        }

        (Mode, FrameLength, FrameStep, FftLength, Window, Periodic) = (mode, frameLength, frameStep, fftLength, window, periodic);
        Scaling = StftInitializer.KnownScaling(who, scaling);
        (Padding, ExpandDims, DataFormat) = (padding, expandDims, dataFormat);
        _step = frameStep ?? frameLength / 2;
        _transform = fftLength ?? (int)BitOperations.RoundUpToPowerOf2((uint)frameLength);
        var places = new SlidingWindow(AxisSizes.All(1, frameLength), AxisSizes.All(1, _step), padding);
        _op = new ConvolutionOp(places, 1, FusedActivation.None);
    }

    /// <summary>What is given.</summary>
    public SpectrogramMode Mode { get; }

    /// <summary>Values of a piece.</summary>
    public int FrameLength { get; }

    /// <summary>Values from one piece to the next, as it was given.</summary>
    public int? FrameStep { get; }

    /// <summary>Length of the transform, as it was given.</summary>
    public int? FftLength { get; }

    /// <summary>What pieces are multiplied by.</summary>
    public SignalWindow Window { get; }

    /// <summary>Whether the window is periodic.</summary>
    public bool Periodic { get; }

    /// <summary><c>density</c>, <c>spectrum</c>, or null.</summary>
    public string? Scaling { get; }

    /// <summary>Whether zeros come around the signal.</summary>
    public Padding Padding { get; }

    /// <summary>Whether frequencies and channels have an axis each.</summary>
    public bool ExpandDims { get; }

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <summary>The kernel of the real parts; null until the layer is built, or where the mode needs none.</summary>
    public Variable? RealKernel { get; private set; }

    /// <summary>The kernel of the imaginary parts; null until the layer is built, or where the mode needs none.</summary>
    public Variable? ImagKernel { get; private set; }

    internal override bool TakesSamplesApart(bool training) => true;

    private int Frequencies => _transform / 2 + 1;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (input.Rank != 3)
        {
            string axes = DataFormat.IsChannelsFirst ? "(batch, channels, time)" : "(batch, time, channels)";
            throw new ShapeException($"expected a signal of rank 3, {axes}, but got {input}.");
        }

        (int time, int channels) = DataFormat.IsChannelsFirst ? (input[2], input[1]) : (input[1], input[2]);
        int frames = _op.Window.InferShape([input[0], time, 1], 1, "frame")[1];
        int frequencies = Shape.LengthOf(Frequencies * (Mode == SpectrogramMode.Stft ? 2L : 1));
        int joined = channels == Shape.Any ? Shape.Any : Shape.LengthOf((long)channels * frequencies);
        return (DataFormat.IsChannelsFirst, ExpandDims) switch
        {
            (true, true) => [input[0], channels, frames, frequencies],
            (true, false) => [input[0], joined, frames],
            (false, true) => [input[0], frames, frequencies, channels],
            _ => [input[0], frames, joined],
        };
    }

    internal static STFTSpectrogram FromConfig(ConfigReader reader) => new(
        reader.String("mode", "log")!, reader.Int("frame_length", 256), reader.OptionalInt("frame_step"), reader.OptionalInt("fft_length"),
        SignalWindow.Read(reader), reader.Bool("periodic", false), reader.IsNull("scaling") ? null : reader.String("scaling", "density"),
        reader.String("padding", "valid")!, reader.Bool("expand_dims", false),
        reader.String("data_format", "channels_last")!, reader.String("name"));

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        Shape kernel = [FrameLength, 1, Frequencies];
        if (Mode == SpectrogramMode.Psd) _bothHalves = BothHalves();
        if (Mode != SpectrogramMode.Imag) RealKernel = AddWeight("real_kernel", kernel, Waves("real"));
        if (Mode != SpectrogramMode.Real) ImagKernel = AddWeight("imag_kernel", kernel, Waves("imag"));

        Initializer Waves(string side) => Initializer.Stft(side, Window, Scaling, Periodic);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        Shape output = ComputeOutputShape(input.Shape);
        Foldings foldings = FoldingsFor(input.Shape, output);
        if (!DataFormat.IsChannelsFirst && input.Shape[2] != 1) input = Tape.Run(s_timeLast, input);
        Tensor signals = Tape.Run(foldings.Apart, input);
        return Arranged(Spectra(signals), foldings);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["mode"] = Mode.Name;
        config["frame_length"] = FrameLength;
        config["frame_step"] = FrameStep;
        config["fft_length"] = FftLength;
        config["window"] = Window.ToJson();
        config["periodic"] = Periodic;
        config["scaling"] = Scaling;
        config["padding"] = Padding.Name;
        config["data_format"] = DataFormat.Name;
        config["expand_dims"] = ExpandDims;
    }

    private Tensor Spectra(Tensor signals)
    {
        Tensor? real = RealKernel is null ? null : Tape.Run(_op, signals, RealKernel.Value);
        Tensor? imaginary = ImagKernel is null ? null : Tape.Run(_op, signals, ImagKernel.Value);
        if (real is null || imaginary is null) return (real ?? imaginary)!;
        if (Mode == SpectrogramMode.Stft) return Tape.Run(s_join, real, imaginary);
        if (Mode == SpectrogramMode.Angle) return Ops.Arctan2(imaginary, real);
        Tensor power = Tape.Run(MathOps.Square, real) + Tape.Run(MathOps.Square, imaginary);
        if (Mode == SpectrogramMode.Psd) return power * _bothHalves!;
        Tensor magnitude = Tape.Run(MathOps.Sqrt, Tape.Run(s_atLeastEpsilon, power));
        return Mode == SpectrogramMode.Magnitude ? magnitude : Tape.Run(MathOps.Log, magnitude);
    }

    // Of (batch · channels, frames, frequencies).
    private Tensor Arranged(Tensor spectra, Foldings foldings)
    {
        Tensor byChannel = Tape.Run(foldings.Together, spectra);
        if (DataFormat.IsChannelsFirst) return ExpandDims ? byChannel : Tape.Run(foldings.Joined, Tape.Run(s_flipped, byChannel));
        return ExpandDims ? Tape.Run(s_channelsEnd, byChannel) : Tape.Run(foldings.Joined, Tape.Run(s_channelsInside, byChannel));
    }

    // The frequencies between the first and the last stand for two each.
    private Tensor BothHalves()
    {
        Tensor counts = Tensor.Full([Frequencies], 2);
        counts.Span[0] = counts.Span[^1] = 1;
        return counts;
    }

    private Foldings FoldingsFor(Shape input, Shape output)
    {
        Foldings? known = _foldings;
        if (known is not null && known.Sample == input[1..]) return known;
        (int time, int channels) = DataFormat.IsChannelsFirst ? (input[2], input[1]) : (input[1], input[2]);
        int frequencies = Mode == SpectrogramMode.Stft ? 2 * Frequencies : Frequencies;
        int frames = _op.Window.InferShape([1, time, 1], 1, "frame")[1];
        return _foldings = new Foldings(
            input[1..], new ReshapeOp([Shape.Any, time, 1]), new ReshapeOp([Shape.Any, channels, frames, frequencies]),
            new SampleReshapeOp(output[1..]));
    }

    // Views for samples of a shape, made when one comes.
    private sealed record Foldings(Shape Sample, ReshapeOp Apart, ReshapeOp Together, SampleReshapeOp Joined);
}
