namespace DeepSharp;

// Discrete Fourier transforms, of any length, along the last axis. Complex values are two tensors, real and imaginary parts.
public static partial class Ops
{
    /// <summary>The spectrum of complex values: Σ x[t]·exp(-2πi·k·t/n).</summary>
    /// <param name="real">Real parts, (..., n).</param>
    /// <param name="imaginary">Imaginary parts, of the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ, or there are no values.</exception>
    /// <example><code>(Tensor re, Tensor im) = Ops.Fft(x, Ops.ZerosLike(x));</code></example>
    public static (Tensor Real, Tensor Imaginary) Fft(Tensor real, Tensor imaginary) =>
        Parts(Tape.Run(FourierOp.Forwards, Require(real), Require(imaginary)));

    /// <summary>The complex values of a spectrum: Σ x[k]·exp(2πi·k·t/n)/n.</summary>
    /// <inheritdoc cref="Fft(Tensor, Tensor)"/>
    public static (Tensor Real, Tensor Imaginary) Ifft(Tensor real, Tensor imaginary) =>
        Parts(Tape.Run(FourierOp.Inverse, Require(real), Require(imaginary)));

    /// <summary>The spectrum of complex values over the last two axes.</summary>
    /// <param name="real">Real parts, (..., height, width).</param>
    /// <param name="imaginary">Imaginary parts, of the same shape.</param>
    /// <exception cref="ShapeException">The shapes differ, have fewer than two axes, or there are no values.</exception>
    public static (Tensor Real, Tensor Imaginary) Fft2(Tensor real, Tensor imaginary) => OverTwoAxes("Fft2", real, imaginary, Fft);

    /// <summary>The complex values of a spectrum over the last two axes.</summary>
    /// <inheritdoc cref="Fft2(Tensor, Tensor)"/>
    public static (Tensor Real, Tensor Imaginary) Ifft2(Tensor real, Tensor imaginary) => OverTwoAxes("Ifft2", real, imaginary, Ifft);

    /// <summary>The first half of the spectrum of real values; the other half is its mirror image.</summary>
    /// <param name="x">(..., values).</param>
    /// <param name="fftLength">How many values count: others are cut off, or zeros added. Null for those that there are.</param>
    /// <returns>Both (..., fftLength/2 + 1).</returns>
    /// <exception cref="ShapeException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fftLength"/> is below 1.</exception>
    public static (Tensor Real, Tensor Imaginary) Rfft(Tensor x, int? fftLength = null)
    {
        RequireLength("Rfft", fftLength);
        return Parts(Tape.Run(RealFourierOp.Plain, Fitted(Require(x), fftLength ?? x.Shape[^1])));
    }

    /// <summary>The real values that have a spectrum, of which the first half is given.</summary>
    /// <param name="real">Real parts, (..., bins).</param>
    /// <param name="imaginary">Imaginary parts, of the same shape.</param>
    /// <param name="fftLength">
    /// How many values; null for 2·(bins - 1). Bins beyond fftLength/2 + 1 are cut off, those that are missing are 0.
    /// </param>
    /// <returns>(..., fftLength).</returns>
    /// <exception cref="ShapeException">The shapes differ, or there are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fftLength"/> is below 1.</exception>
    public static Tensor Irfft(Tensor real, Tensor imaginary, int? fftLength = null)
    {
        RequireLength("Irfft", fftLength);
        if (Require(real).Rank == 0) throw new ShapeException("Irfft: expected at least one value along the last axis but got ().");
        int length = fftLength ?? 2 * (real.Shape[^1] - 1);
        Tensor re = Fitted(real, length / 2 + 1), im = Fitted(Require(imaginary), length / 2 + 1);
        return Tape.Run(new RealInverseOp(length, 1.0 / length, 1.0 / length), re, im);
    }

    private static (Tensor Real, Tensor Imaginary) Parts(Tensor packed)
    {
        Shape shape = packed.Shape[1..];
        return (packed.Slice(0, 1).Reshape(shape), packed.Slice(1, 1).Reshape(shape));
    }

    private static (Tensor Real, Tensor Imaginary) OverTwoAxes(
        string name, Tensor real, Tensor imaginary, Func<Tensor, Tensor, (Tensor Real, Tensor Imaginary)> transform)
    {
        if (Require(real).Rank < 2)
        {
            throw new ShapeException($"{name}: expected two axes or more, (..., height, width), but got {real.Shape}.");
        }

        (Tensor re, Tensor im) = transform(real, imaginary);
        (re, im) = transform(SwapAxes(re, -2, -1), SwapAxes(im, -2, -1));
        return (SwapAxes(re, -2, -1), SwapAxes(im, -2, -1));
    }

    // The last axis cut, or filled with zeros.
    private static Tensor Fitted(Tensor x, int length)
    {
        int given = x.Shape[x.Shape.NormalizeAxis(-1)];
        if (given == length) return x;
        if (given > length) return Tape.Run(new PartOp(-1, 0, length), x);
        return Concatenate([x, Zeros(x.Shape.WithLast(length - given))], axis: -1);
    }

    private static void RequireLength(string name, int? fftLength)
    {
        if (fftLength is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(fftLength), $"{name}: expected fftLength of 1 or more but got {fftLength}.");
        }
    }
}
