namespace DeepSharp.Kernels;

/// <summary>
/// Discrete Fourier transforms of rows of floats, in doubles inside, of any length. A pair of real rows is one complex transform: the even
/// and the odd part of its spectrum are theirs.
/// </summary>
internal static unsafe class FourierKernels
{
    private const int Work = 4096;

    /// <summary>
    /// y = scale·Σ x[t]·exp(∓2πi·k·t/n) of complex rows, with - unless <paramref name="isInverse"/>. Each of the four may be where others
    /// are not.
    /// </summary>
    public static void Complex(
        ReadOnlySpan<float> re, ReadOnlySpan<float> im, Span<float> toRe, Span<float> toIm, int length, bool isInverse, double scale,
        bool accumulate)
    {
        if (re.Length == 0) return;
        FourierPlan.For(length);
        fixed (float* pr = re)
        fixed (float* pi = im)
        fixed (float* qr = toRe)
        fixed (float* qi = toIm)
        {
            var body = new ComplexBody(pr, pi, qr, qi, length, isInverse, scale, accumulate);
            WorkerPool.For(re.Length / length, Grain(length), body);
        }
    }

    /// <summary>The n/2 + 1 first values of the spectra of real rows, times a scale for the ends and one for what lies between.</summary>
    public static void RealForward(
        ReadOnlySpan<float> x, Span<float> toRe, Span<float> toIm, int length, double ends, double between, bool accumulate)
    {
        if (x.Length == 0) return;
        FourierPlan.For(length);
        int rows = x.Length / length;
        fixed (float* px = x)
        fixed (float* qr = toRe)
        fixed (float* qi = toIm)
        {
            var body = new RealBody(px, qr, qi, length, rows, ends, between, accumulate);
            WorkerPool.For((rows + 1) / 2, Grain(2 * length), body);
        }
    }

    /// <summary>
    /// Real rows from the n/2 + 1 first values of their spectra, without a factor 1/n: the ends count with one scale, what lies between,
    /// which stands for its mirror image too, with another.
    /// </summary>
    public static void RealInverse(
        ReadOnlySpan<float> re, ReadOnlySpan<float> im, Span<float> y, int length, double ends, double between, bool accumulate)
    {
        if (y.Length == 0) return;
        FourierPlan.For(length);
        int rows = y.Length / length;
        fixed (float* pr = re)
        fixed (float* pi = im)
        fixed (float* py = y)
        {
            var body = new InverseBody(pr, pi, py, length, rows, ends, between, accumulate);
            WorkerPool.For((rows + 1) / 2, Grain(2 * length), body);
        }
    }

    private static int Grain(int length) => Math.Max(1, Work / length);

    private static double* Room(FourierPlan plan, int length) =>
        (double*)Scratch.Get(ScratchSlot.Fourier, 2 * (2L * length + plan.Scratch));

    private readonly struct ComplexBody(
        float* re, float* im, float* toRe, float* toIm, int length, bool isInverse, double scale, bool accumulate)
        : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var plan = FourierPlan.For(length);
            double* a = Room(plan, length), b = a + length, rest = b + length;
            for (int row = start; row < end; row++)
            {
                long at = (long)row * length;
                for (int t = 0; t < length; t++) (a[t], b[t]) = (re[at + t], im[at + t]);
                if (isInverse) plan.Run(b, a, rest);
                else plan.Run(a, b, rest);
                for (int k = 0; k < length; k++)
                {
                    if (toRe is not null) toRe[at + k] = (float)(scale * a[k]) + (accumulate ? toRe[at + k] : 0f);
                    if (toIm is not null) toIm[at + k] = (float)(scale * b[k]) + (accumulate ? toIm[at + k] : 0f);
                }
            }
        }
    }

    private readonly struct RealBody(float* x, float* toRe, float* toIm, int length, int rows, double ends, double between, bool accumulate)
        : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var plan = FourierPlan.For(length);
            double* a = Room(plan, length), b = a + length, rest = b + length;
            int bins = length / 2 + 1;
            for (int pair = start; pair < end; pair++)
            {
                bool isWhole = 2 * pair + 1 < rows;
                float* first = x + 2L * pair * length, second = first + length;
                for (int t = 0; t < length; t++) (a[t], b[t]) = (first[t], isWhole ? second[t] : 0);
                plan.Run(a, b, rest);
                for (int k = 0; k < bins; k++)
                {
                    int mirror = k == 0 ? 0 : length - k;
                    double scale = k == 0 || 2 * k == length ? ends : between;
                    Put(2L * pair * bins + k, scale * (a[k] + a[mirror]) / 2, scale * (b[k] - b[mirror]) / 2);
                    if (isWhole) Put((2L * pair + 1) * bins + k, scale * (b[k] + b[mirror]) / 2, scale * (a[mirror] - a[k]) / 2);
                }
            }
        }

        private void Put(long at, double real, double imaginary)
        {
            if (toRe is not null) toRe[at] = (float)real + (accumulate ? toRe[at] : 0f);
            if (toIm is not null) toIm[at] = (float)imaginary + (accumulate ? toIm[at] : 0f);
        }
    }

    private readonly struct InverseBody(float* re, float* im, float* y, int length, int rows, double ends, double between, bool accumulate)
        : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            var plan = FourierPlan.For(length);
            double* a = Room(plan, length), b = a + length, rest = b + length;
            int bins = length / 2 + 1;
            for (int pair = start; pair < end; pair++)
            {
                bool isWhole = 2 * pair + 1 < rows;
                long one = 2L * pair * bins, two = one + bins;

                // The spectrum of first + i·second, with the mirror image that real rows have.
                for (int k = 0; k < bins; k++)
                {
                    bool isEnd = k == 0 || 2 * k == length;
                    double scale = isEnd ? ends : between;
                    double ar = scale * re[one + k], ai = isEnd ? 0 : scale * im[one + k];
                    double br = isWhole ? scale * re[two + k] : 0, bi = isWhole && !isEnd ? scale * im[two + k] : 0;
                    (a[k], b[k]) = (ar - bi, ai + br);
                    if (!isEnd) (a[length - k], b[length - k]) = (ar + bi, br - ai);
                }

                plan.Run(b, a, rest);
                float* first = y + 2L * pair * length, second = first + length;
                for (int t = 0; t < length; t++)
                {
                    first[t] = (float)a[t] + (accumulate ? first[t] : 0f);
                    if (isWhole) second[t] = (float)b[t] + (accumulate ? second[t] : 0f);
                }
            }
        }
    }
}
