using System.Collections.Concurrent;

namespace DeepSharp.Kernels;

/// <summary>
/// How a spectrum of one length is computed: factor by factor (Stockham's order, which needs no reversal of bits), or, where a prime factor
/// is large, as a convolution of a length that is a power of 2 (Bluestein 1970). Made once for a length, and shared by all threads.
/// </summary>
internal sealed unsafe class FourierPlan
{
    private const int LargestFactor = 31;
    private const int MostPlans = 64;

    private static readonly ConcurrentDictionary<int, FourierPlan> s_plans = new();

    private readonly int _length;
    private readonly int[] _factors;

    // exp(-2πi·k/n)
    private readonly double[] _cosines;
    private readonly double[] _sines;

    // Of Bluestein: the convolution, the chirp exp(-πi·k²/n), and the spectrum of its conjugate.
    private readonly FourierPlan? _convolution;
    private readonly double[] _chirpReal = [];
    private readonly double[] _chirpImaginary = [];
    private readonly double[] _kernelReal = [];
    private readonly double[] _kernelImaginary = [];

    private FourierPlan(int length)
    {
        _length = length;
        List<int> factors = [];
        int rest = length;
        while (rest % 4 == 0)
        {
            factors.Add(4);
            rest /= 4;
        }

        for (int factor = 2; factor <= LargestFactor && rest > 1; factor++)
        {
            while (rest % factor == 0)
            {
                factors.Add(factor);
                rest /= factor;
            }
        }

        _factors = rest == 1 ? [.. factors] : [];
        (_cosines, _sines) = (new double[length], new double[length]);
        for (int k = 0; k < length; k++) (_sines[k], _cosines[k]) = Math.SinCos(-2 * Math.PI * k / length);
        if (rest == 1) return;

        long wide = 1;
        while (wide < 2L * length - 1) wide *= 2;
        if (wide > 1 << 27)
        {
            throw new ArgumentException(
                $"Fourier transform: expected a length with small factors, or of at most {1 << 26:N0}, but got {length:N0}.");
        }

        _convolution = For((int)wide);
        (_chirpReal, _chirpImaginary) = (new double[length], new double[length]);
        (_kernelReal, _kernelImaginary) = (new double[wide], new double[wide]);
        for (long k = 0; k < length; k++)
        {
            // k² modulo 2n: the angle keeps its digits.
            (double sine, double cosine) = Math.SinCos(-Math.PI * (k * k % (2L * length)) / length);
            (_chirpReal[k], _chirpImaginary[k]) = (cosine, sine);
            (_kernelReal[k], _kernelImaginary[k]) = (cosine, -sine);
            if (k > 0) (_kernelReal[wide - k], _kernelImaginary[wide - k]) = (cosine, -sine);
        }

        double[] work = new double[2 * wide];
        fixed (double* re = _kernelReal)
        fixed (double* im = _kernelImaginary)
        fixed (double* scratch = work) _convolution.Run(re, im, scratch);
    }

    /// <summary>Doubles that <see cref="Run"/> needs beside the values.</summary>
    public long Scratch => _convolution is null ? 2L * _length : 2L * _convolution._length + _convolution.Scratch;

    /// <summary>The plan for a length.</summary>
    public static FourierPlan For(int length)
    {
        if (s_plans.TryGetValue(length, out FourierPlan? plan)) return plan;
        if (s_plans.Count >= MostPlans) s_plans.Clear();
        return s_plans.GetOrAdd(length, static key => new FourierPlan(key));
    }

    /// <summary>
    /// Puts Σ x[t]·exp(-2πi·k·t/n) in the place of x. With real and imaginary parts exchanged, before and after, it is with +.
    /// </summary>
    public void Run(double* re, double* im, double* scratch)
    {
        if (_convolution is null) Factored(re, im, scratch);
        else Convolved(re, im, scratch);
    }

    private void Factored(double* re, double* im, double* scratch)
    {
        double* toRe = scratch, toIm = scratch + _length;
        double* fromRe = re, fromIm = im;
        int done = 1;
        foreach (int factor in _factors)
        {
            int inner = _length / (done * factor);
            if (factor == 4) FourierButterflies.Four(fromRe, fromIm, toRe, toIm, done, inner, _length, _cosines, _sines);
            else if (factor == 2) FourierButterflies.Two(fromRe, fromIm, toRe, toIm, done, inner, _length, _cosines, _sines);
            else FourierButterflies.Any(factor, fromRe, fromIm, toRe, toIm, done, inner, _length, _cosines, _sines);
            done *= factor;
            double* spareRe = fromRe, spareIm = fromIm;
            fromRe = toRe;
            fromIm = toIm;
            toRe = spareRe;
            toIm = spareIm;
        }

        if (fromRe == re) return;
        new Span<double>(fromRe, _length).CopyTo(new Span<double>(re, _length));
        new Span<double>(fromIm, _length).CopyTo(new Span<double>(im, _length));
    }

    // X[k] = c[k]·Σ (x[t]·c[t])·conj(c[k - t]) with the chirp c.
    private void Convolved(double* re, double* im, double* scratch)
    {
        int wide = _convolution!._length;
        double* a = scratch, b = scratch + wide, rest = scratch + 2L * wide;
        new Span<double>(a, wide).Clear();
        new Span<double>(b, wide).Clear();
        for (int t = 0; t < _length; t++)
        {
            a[t] = re[t] * _chirpReal[t] - im[t] * _chirpImaginary[t];
            b[t] = re[t] * _chirpImaginary[t] + im[t] * _chirpReal[t];
        }

        _convolution.Run(a, b, rest);
        for (int k = 0; k < wide; k++)
        {
            (double real, double imaginary) = (a[k], b[k]);
            a[k] = real * _kernelReal[k] - imaginary * _kernelImaginary[k];
            b[k] = real * _kernelImaginary[k] + imaginary * _kernelReal[k];
        }

        _convolution.Run(b, a, rest);
        for (int k = 0; k < _length; k++)
        {
            (double real, double imaginary) = (a[k] / wide, b[k] / wide);
            re[k] = real * _chirpReal[k] - imaginary * _chirpImaginary[k];
            im[k] = real * _chirpImaginary[k] + imaginary * _chirpReal[k];
        }
    }
}
