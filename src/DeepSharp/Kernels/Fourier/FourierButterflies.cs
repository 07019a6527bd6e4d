using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// One factor of a spectrum: done·factor values of each of <c>inner</c> interleaved transforms from <c>factor</c> times done values (Van
/// Loan 1992, "Computational frameworks for the fast Fourier transform", section 1.7).
/// </summary>
internal static unsafe class FourierButterflies
{
    private const int MostFactor = 31;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Two(
        double* fromRe, double* fromIm, double* toRe, double* toIm, int done, int inner, int length, double[] cosines, double[] sines)
    {
        int turn = length / (2 * done);
        for (int j = 0; j < done; j++)
        {
            (double c, double s) = (cosines[j * turn], sines[j * turn]);
            double* xr = fromRe + (long)2 * j * inner, xi = fromIm + (long)2 * j * inner;
            double* yr = toRe + (long)j * inner, yi = toIm + (long)j * inner;
            long far = (long)done * inner;
            for (int k = 0; k < inner; k++)
            {
                double ar = xr[k], ai = xi[k], br = xr[inner + k], bi = xi[inner + k];
                (br, bi) = (br * c - bi * s, br * s + bi * c);
                (yr[k], yi[k]) = (ar + br, ai + bi);
                (yr[far + k], yi[far + k]) = (ar - br, ai - bi);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Four(
        double* fromRe, double* fromIm, double* toRe, double* toIm, int done, int inner, int length, double[] cosines, double[] sines)
    {
        int turn = length / (4 * done);
        long far = (long)done * inner;
        for (int j = 0; j < done; j++)
        {
            (double c1, double s1) = (cosines[j * turn], sines[j * turn]);
            (double c2, double s2) = (cosines[2 * j * turn], sines[2 * j * turn]);
            (double c3, double s3) = (cosines[3 * j * turn], sines[3 * j * turn]);
            double* xr = fromRe + (long)4 * j * inner, xi = fromIm + (long)4 * j * inner;
            double* yr = toRe + (long)j * inner, yi = toIm + (long)j * inner;
            for (int k = 0; k < inner; k++)
            {
                double ar = xr[k], ai = xi[k];
                double br = xr[inner + k], bi = xi[inner + k];
                double cr = xr[2L * inner + k], ci = xi[2L * inner + k];
                double dr = xr[3L * inner + k], di = xi[3L * inner + k];
                (br, bi) = (br * c1 - bi * s1, br * s1 + bi * c1);
                (cr, ci) = (cr * c2 - ci * s2, cr * s2 + ci * c2);
                (dr, di) = (dr * c3 - di * s3, dr * s3 + di * c3);
                double er = ar + cr, ei = ai + ci, fr = ar - cr, fi = ai - ci;
                double gr = br + dr, gi = bi + di, hr = br - dr, hi = bi - di;
                (yr[k], yi[k]) = (er + gr, ei + gi);
                (yr[far + k], yi[far + k]) = (fr + hi, fi - hr);
                (yr[2 * far + k], yi[2 * far + k]) = (er - gr, ei - gi);
                (yr[3 * far + k], yi[3 * far + k]) = (fr - hi, fi + hr);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Any(
        int factor, double* fromRe, double* fromIm, double* toRe, double* toIm, int done, int inner, int length, double[] cosines,
        double[] sines)
    {
        double* ar = stackalloc double[MostFactor], ai = stackalloc double[MostFactor];
        int turn = length / (factor * done), step = length / factor;
        for (int j = 0; j < done; j++)
        {
            for (int k = 0; k < inner; k++)
            {
                for (int q = 0; q < factor; q++)
                {
                    long at = ((long)j * factor + q) * inner + k;
                    (double c, double s) = (cosines[q * j * turn], sines[q * j * turn]);
                    (ar[q], ai[q]) = (fromRe[at] * c - fromIm[at] * s, fromRe[at] * s + fromIm[at] * c);
                }

                for (int p = 0; p < factor; p++)
                {
                    double real = 0, imaginary = 0;
                    for (int q = 0; q < factor; q++)
                    {
                        int angle = p * q % factor * step;
                        (double c, double s) = (cosines[angle], sines[angle]);
                        real += ar[q] * c - ai[q] * s;
                        imaginary += ar[q] * s + ai[q] * c;
                    }

                    long to = ((long)p * done + j) * inner + k;
                    (toRe[to], toIm[to]) = (real, imaginary);
                }
            }
        }
    }
}
