namespace DeepSharp;

// Spectra of short pieces of signals.
public static partial class Ops
{
    // Where the windows of all pieces add up to less than this, there is nothing to divide by.
    private const double LeastWindow = 1e-10;

    /// <summary>Pieces of equal length along the last axis, each a stride behind the one before.</summary>
    /// <param name="x">(..., values).</param>
    /// <param name="sequenceLength">Values of a piece.</param>
    /// <param name="sequenceStride">Values from the start of one to the start of the next.</param>
    /// <returns>(..., pieces, sequenceLength); what fills no piece is left out.</returns>
    /// <exception cref="ShapeException">There is no axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static Tensor ExtractSequences(Tensor x, int sequenceLength, int sequenceStride)
    {
        RequireAtLeastOne("ExtractSequences", nameof(sequenceLength), sequenceLength);
        RequireAtLeastOne("ExtractSequences", nameof(sequenceStride), sequenceStride);
        Shape shape = Require(x).Shape;
        int length = shape[shape.NormalizeAxis(-1)], pieces = length < sequenceLength ? 0 : (length - sequenceLength) / sequenceStride + 1;
        var chosen = new int[Shape.LengthOf((long)pieces * sequenceLength)];
        for (int i = 0; i < chosen.Length; i++) chosen[i] = i / sequenceLength * sequenceStride + i % sequenceLength;
        return AxisPositions.ChooseAlong("ExtractSequences", x, -1, chosen)
            .Reshape(Shape.Create([.. shape[..^1].AsSpan(), pieces, sequenceLength]));
    }

    /// <summary>The short-time Fourier transform: spectra of overlapping pieces, each under a window.</summary>
    /// <param name="x">(..., samples).</param>
    /// <param name="sequenceLength">Samples of a piece.</param>
    /// <param name="sequenceStride">Samples from the start of one to the start of the next.</param>
    /// <param name="fftLength">
    /// Length of the transform, <paramref name="sequenceLength"/> or more: zeros come on both sides of the window.
    /// </param>
    /// <param name="window"><c>"hann"</c> or <c>"hamming"</c>, periodic; or null for none.</param>
    /// <param name="center">Whether pieces lie around their place, with the signal mirrored at its ends.</param>
    /// <returns>Real and imaginary parts, both (..., pieces, fftLength/2 + 1).</returns>
    /// <exception cref="ArgumentException">There is no such window.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or <paramref name="fftLength"/> is below <paramref name="sequenceLength"/>.</exception>
    /// <exception cref="ShapeException">There is no axis.</exception>
    /// <example><code>(Tensor re, Tensor im) = Ops.Stft(audio, 256, 128, 512);</code></example>
    public static (Tensor Real, Tensor Imaginary) Stft(
        Tensor x, int sequenceLength, int sequenceStride, int fftLength, string? window = "hann", bool center = true) =>
        Stft(x, sequenceLength, sequenceStride, fftLength, PeriodicWindow("Stft", window, sequenceLength), center);

    /// <summary>The same under any window.</summary>
    /// <inheritdoc cref="Stft(Tensor, int, int, int, string?, bool)"/>
    /// <param name="x">(..., samples).</param>
    /// <param name="sequenceLength">Samples of a piece.</param>
    /// <param name="sequenceStride">Samples from the start of one to the start of the next.</param>
    /// <param name="fftLength">Length of the transform.</param>
    /// <param name="window">(sequenceLength,).</param>
    /// <param name="center">Whether pieces lie around their place.</param>
    public static (Tensor Real, Tensor Imaginary) Stft(
        Tensor x, int sequenceLength, int sequenceStride, int fftLength, Tensor window, bool center = true)
    {
        Shape shape = Require(x).Shape;
        Tensor wide = WideWindow("Stft", window, sequenceLength, sequenceStride, fftLength);
        shape.NormalizeAxis(-1);
        if (center)
        {
            var margins = new (int, int)[shape.Rank];
            margins[^1] = (fftLength / 2, fftLength / 2);
            x = Pad(x, margins, "reflect");
        }

        return Rfft(ExtractSequences(x, fftLength, sequenceStride) * wide);
    }

    /// <summary>The signal of spectra of overlapping pieces: the inverse of <see cref="Stft(Tensor, int, int, int, string?, bool)"/>.</summary>
    /// <param name="real">Real parts, (..., pieces, bins).</param>
    /// <param name="imaginary">Imaginary parts, of the same shape.</param>
    /// <param name="sequenceLength">Samples of a piece.</param>
    /// <param name="sequenceStride">Samples from the start of one to the start of the next.</param>
    /// <param name="fftLength">Length of the transform.</param>
    /// <param name="length">Samples of the signal, as far as the pieces give so many; null for all of them.</param>
    /// <param name="window"><c>"hann"</c> or <c>"hamming"</c>, periodic; or null for none.</param>
    /// <param name="center">Whether pieces lay around their place.</param>
    /// <returns>(..., samples).</returns>
    /// <exception cref="ArgumentException">There is no such window.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or <paramref name="fftLength"/> is below <paramref name="sequenceLength"/>.</exception>
    /// <exception cref="ShapeException">The shapes differ, or have fewer than two axes.</exception>
    public static Tensor Istft(
        Tensor real, Tensor imaginary, int sequenceLength, int sequenceStride, int fftLength, int? length = null, string? window = "hann",
        bool center = true) =>
        Istft(real, imaginary, sequenceLength, sequenceStride, fftLength, PeriodicWindow("Istft", window, sequenceLength), length, center);

    /// <summary>The same under any window.</summary>
    /// <inheritdoc cref="Istft(Tensor, Tensor, int, int, int, int?, string?, bool)"/>
    /// <param name="real">Real parts, (..., pieces, bins).</param>
    /// <param name="imaginary">Imaginary parts, of the same shape.</param>
    /// <param name="sequenceLength">Samples of a piece.</param>
    /// <param name="sequenceStride">Samples from the start of one to the start of the next.</param>
    /// <param name="fftLength">Length of the transform.</param>
    /// <param name="window">(sequenceLength,).</param>
    /// <param name="length">Samples of the signal, as far as the pieces give so many; null for all of them.</param>
    /// <param name="center">Whether pieces lay around their place.</param>
    public static Tensor Istft(
        Tensor real, Tensor imaginary, int sequenceLength, int sequenceStride, int fftLength, Tensor window, int? length = null,
        bool center = true)
    {
        Require(real);
        Require(imaginary);
        Tensor wide = WideWindow("Istft", window, sequenceLength, sequenceStride, fftLength);
        if (length is { } wanted) RequireAtLeastOne("Istft", nameof(length), wanted);
        if (real.Rank < 2) throw new ShapeException($"Istft: expected pieces of spectra, (..., pieces, bins), but got {real.Shape}.");
        Tensor pieces = Irfft(real, imaginary, fftLength) * wide;
        int count = pieces.Shape[^2], samples = count == 0 ? 0 : Shape.LengthOf((long)sequenceStride * (count - 1) + fftLength);
        Tensor signal = OverlapAdd(pieces, sequenceStride, samples);
        Tensor weight = OverlapAdd(BroadcastTo(Square(wide), [count, fftLength]), sequenceStride, samples);
        signal /= Where(Greater(weight, LeastWindow), weight, Tensor.Constant(1f));
        int start = center ? fftLength / 2 : 0, end = (int)Math.Min(samples, length is { } given ? (long)start + given : samples - start);
        end = Math.Max(start, end);
        return Tape.Run(new PartOp(-1, Math.Min(start, samples), Math.Max(0, end - start)), signal);
    }

    // (..., pieces, length) added up where they overlap.
    private static Tensor OverlapAdd(Tensor pieces, int stride, int samples)
    {
        Shape shape = pieces.Shape, result = shape[..^1].WithLast(samples);
        (int count, int length) = (shape[^2], shape[^1]);
        var positions = new int[shape.Size];
        for (int i = 0; i < positions.Length; i++)
        {
            int piece = i / length;
            positions[i] = piece / count * samples + piece % count * stride + i % length;
        }

        return Tape.Run(new ScatterAddOp("Istft", positions, result), pieces);
    }

    // Zeros on both sides of the window, as far as the transform is longer.
    private static Tensor WideWindow(string name, Tensor window, int sequenceLength, int sequenceStride, int fftLength)
    {
        RequireAtLeastOne(name, nameof(sequenceLength), sequenceLength);
        RequireAtLeastOne(name, nameof(sequenceStride), sequenceStride);
        if (fftLength < sequenceLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(fftLength), $"{name}: expected fftLength of at least sequenceLength, {sequenceLength}, but got {fftLength}.");
        }

        if (Require(window).Shape != [sequenceLength])
        {
            throw new ShapeException($"{name}: expected a window of shape ({sequenceLength},) but got {window.Shape}.");
        }

        int before = (fftLength - sequenceLength) / 2;
        return Pad(window, [(before, fftLength - sequenceLength - before)]);
    }

    private static Tensor PeriodicWindow(string name, string? window, int length)
    {
        RequireAtLeastOne(name, "sequenceLength", length);
        Tensor values = Tensor.Temporary([length]);
        for (int i = 0; i < length; i++)
        {
            double cosine = Math.Cos(2 * Math.PI * i / length);
            values.Span[i] = window switch
            {
                null => 1f,
                "hann" => (float)(0.5 - 0.5 * cosine),
                "hamming" => (float)(0.54 - 0.46 * cosine),
                _ => throw new ArgumentException(
                    $"{name}: expected a window of hann or hamming, or null, but got '{window}'.", nameof(window)),
            };
        }

        if (length == 1 && window is not null) values.Span[0] = 1f;
        return values;
    }

    private static void RequireAtLeastOne(string who, string name, int value)
    {
        if (value < 1) throw new ArgumentOutOfRangeException(name, $"{who}: expected {name} of 1 or more but got {value}.");
    }
}
