using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>Spectra of short pieces of a signal, in bands as they are heard, and in decibels.</summary>
/// <remarks>
/// <b>Input</b> (batch, samples), or (samples) of one signal · <b>Output</b> (batch, numMelBins, frames), or (numMelBins, frames). No
/// weights.<br/>
/// Pieces lie around their place, the signal is mirrored beyond its ends. Decibels are cut off <c>topDb</c> below the largest of the batch,
/// so that the samples of a batch depend on each other, as in Keras.
/// </remarks>
/// <example><code>new MelSpectrogram(numMelBins: 80, samplingRate: 8000, sequenceStride: 128, fftLength: 2048)</code></example>
public sealed class MelSpectrogram : Layer
{
    private static readonly SumOp s_parts = new([0], keepDims: false, isMean: false);
    private static readonly TransposeOp s_swapOne = new([1, 0]), s_swap = new([0, 2, 1]);

    private readonly FramesOp _frames;
    private readonly UnaryOp<ClipFunction> _atLeastPower;
    private readonly UnaryOp<AffineFunction> _decibels;
    private Tensor? _bands, _wide;

    /// <summary>A spectrogram.</summary>
    /// <param name="fftLength">Length of the transform, 2 or more.</param>
    /// <param name="sequenceStride">Samples from one piece to the next.</param>
    /// <param name="sequenceLength">Samples of a piece, at most <paramref name="fftLength"/>; null for as many.</param>
    /// <param name="window">What pieces are multiplied by.</param>
    /// <param name="samplingRate">Samples a second.</param>
    /// <param name="numMelBins">Number of bands.</param>
    /// <param name="minFreq">Where the first band begins, in hertz.</param>
    /// <param name="maxFreq">Where the last one ends; null for half of <paramref name="samplingRate"/>.</param>
    /// <param name="powerToDb">Whether decibels are given.</param>
    /// <param name="topDb">How many decibels below the largest value are left.</param>
    /// <param name="magExp">The power of the magnitude that is summed: 1, or 2 for the power itself.</param>
    /// <param name="minPower">What less power counts as.</param>
    /// <param name="refPower">The power that has 0 decibels.</param>
    /// <param name="name">A name that is unique in its model; null for <c>mel_spectrogram</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public MelSpectrogram(
        int fftLength = 2048, int sequenceStride = 512, int? sequenceLength = null, SignalWindow window = default,
        double samplingRate = 16000,
        int numMelBins = 128, double minFreq = 20, double? maxFreq = null, bool powerToDb = true, double topDb = 80, double magExp = 2,
        double minPower = 1e-10, double refPower = 1, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        string who = LayerArguments.Describe(this);
        const int Longest = STFTSpectrogram.LongestTransform;
        if (fftLength is < 2 or > Longest)
        {
            throw new ArgumentOutOfRangeException(nameof(fftLength), $"{who}: expected fftLength from 2 to {Longest} but got {fftLength}.");
        }

        if (sequenceLength is { } length && (length < 1 || length > fftLength))
        {
            throw new ArgumentOutOfRangeException(
                nameof(sequenceLength), $"{who}: expected sequenceLength from 1 to fftLength, {fftLength}, but got {length}.");
        }

        (FftLength, SequenceLength, Window) = (fftLength, sequenceLength ?? fftLength, window);
        SequenceStride = LayerArguments.Positive(this, sequenceStride);
        NumMelBins = LayerArguments.Positive(this, numMelBins);
        (SamplingRate, MinFreq) = (WrittenNumber.Of(samplingRate), WrittenNumber.Of(minFreq));
        MaxFreq = WrittenNumber.Of(maxFreq ?? (int)(samplingRate / 2));
        bool areFinite = float.IsFinite((float)MaxFreq) && float.IsFinite((float)samplingRate);
        if (!(samplingRate > 0 && minFreq >= 0 && MaxFreq > MinFreq && areFinite))
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxFreq),
                $"{who}: expected samplingRate above 0 and minFreq from 0 to below maxFreq but got {samplingRate}, {minFreq} and " +
                $"{MaxFreq}.");
        }

        (PowerToDb, TopDb) = (powerToDb, WrittenNumber.Of(LayerArguments.NotNegative(this, topDb)));
        (MagExp, MinPower) = (WrittenNumber.Of(LayerArguments.NotNegative(this, magExp)), WrittenNumber.Of(minPower));
        RefPower = WrittenNumber.Of(LayerArguments.Finite(this, refPower));
        if (!((float)minPower > 0 && float.IsFinite((float)minPower)))
        {
            throw new ArgumentOutOfRangeException(nameof(minPower), $"{who}: expected a finite minPower above 0 but got {minPower}.");
        }

        _frames = new FramesOp(fftLength, sequenceStride);
        _atLeastPower = new UnaryOp<ClipFunction>("Maximum", new ClipFunction((float)minPower, float.PositiveInfinity));
        double reference = 10 * Math.Log10(Math.Max(Math.Abs(refPower), minPower));
        _decibels = new UnaryOp<AffineFunction>("Decibels", new AffineFunction((float)(10 / Math.Log(10)), (float)-reference));
    }

    /// <summary>Length of the transform.</summary>
    public int FftLength { get; }

    /// <summary>Samples from one piece to the next.</summary>
    public int SequenceStride { get; }

    /// <summary>Samples of a piece.</summary>
    public int SequenceLength { get; }

    /// <summary>What pieces are multiplied by.</summary>
    public SignalWindow Window { get; }

    /// <summary>Samples a second.</summary>
    public double SamplingRate { get; }

    /// <summary>Number of bands.</summary>
    public int NumMelBins { get; }

    /// <summary>Where the first band begins, in hertz.</summary>
    public double MinFreq { get; }

    /// <summary>Where the last band ends, in hertz.</summary>
    public double MaxFreq { get; }

    /// <summary>Whether decibels are given.</summary>
    public bool PowerToDb { get; }

    /// <summary>How many decibels below the largest value are left.</summary>
    public double TopDb { get; }

    /// <summary>The power of the magnitude that is summed.</summary>
    public double MagExp { get; }

    /// <summary>What less power counts as.</summary>
    public double MinPower { get; }

    /// <summary>The power that has 0 decibels.</summary>
    public double RefPower { get; }

    internal override bool TakesSamplesApart(bool training) => !PowerToDb;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (input.Rank is not (1 or 2))
        {
            throw new ShapeException($"expected signals, (batch, samples), or one, (samples,), but got {input}.");
        }

        Shape bands = [FftLength / 2 + 1, NumMelBins];
        bands.RequireArray();
        int pieces = _frames.InferShape([input])[^2];
        return input.Rank == 1 ? [NumMelBins, pieces] : [input[0], NumMelBins, pieces];
    }

    internal static MelSpectrogram FromConfig(ConfigReader reader) => new(
        reader.Int("fft_length", 2048), reader.Int("sequence_stride", 512), reader.OptionalInt("sequence_length"),
        SignalWindow.Read(reader),
        reader.Double("sampling_rate", 16000), reader.Int("num_mel_bins", 128), reader.Double("min_freq", 20),
        reader.Has("max_freq") ? reader.Double("max_freq", 0) : null, reader.Bool("power_to_db", true), reader.Double("top_db", 80),
        reader.Double("mag_exp", 2), reader.Double("min_power", 1e-10), reader.Double("ref_power", 1), reader.String("name"));

    /// <inheritdoc/>
    protected override void OnBuild(Shape input) =>
        (_bands, _wide) = (MelScale.Matrix(NumMelBins, FftLength / 2 + 1, SamplingRate, MinFreq, MaxFreq), WideWindow());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        _ = ComputeOutputShape(input.Shape);
        Tensor parts = Tape.Run(RealFourierOp.Plain, Tape.Run(_frames, input, _wide!));
        Tensor power = Tape.Run(s_parts, Tape.Run(MathOps.Square, parts));
        if (MagExp != 2) power = Tape.Run(MathOps.Power, power, Tensor.Constant((float)(MagExp / 2)));
        Tensor bands = Tape.Run(MatMulOp.For(transposeA: false, transposeB: false), power, _bands!);
        if (PowerToDb)
        {
            bands = Tape.Run(_decibels, Tape.Run(MathOps.Log, Tape.Run(_atLeastPower, bands)));
            if (bands.Size > 0) bands = Tape.Run(MathOps.Maximum, bands, Tape.Run(ExtremumOp.MaxOfAll, bands) - TopDb);
        }

        return Tape.Run(input.Rank == 1 ? s_swapOne : s_swap, bands);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["fft_length"] = FftLength;
        config["sequence_stride"] = SequenceStride;
        config["sequence_length"] = SequenceLength;
        config["window"] = Window.ToJson();
        config["sampling_rate"] = SamplingRate;
        config["num_mel_bins"] = NumMelBins;
        config["min_freq"] = MinFreq;
        config["max_freq"] = MaxFreq;
        config["power_to_db"] = PowerToDb;
        config["top_db"] = TopDb;
        config["mag_exp"] = MagExp;
        config["min_power"] = MinPower;
        config["ref_power"] = RefPower;
    }

    // Zeros on both sides, as far as the transform is longer than a piece.
    private Tensor WideWindow()
    {
        Tensor wide = Tensor.Zeros([FftLength]);
        double[] values = Window.Values(SequenceLength, isPeriodic: true);
        for (int i = 0; i < values.Length; i++) wide.Span[(FftLength - SequenceLength) / 2 + i] = (float)values[i];
        return wide;
    }
}
