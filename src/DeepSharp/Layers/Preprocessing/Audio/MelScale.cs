namespace DeepSharp.Layers;

/// <summary>Frequencies as they are heard, by HTK's convention: <c>mel(f) = 1127·ln(1 + f/700)</c>.</summary>
internal static class MelScale
{
    private const double HighQ = 1127, Break = 700;

    /// <summary>The matrix (frequencies, bands) that sums a spectrum in bands: triangles, linear in mel, whose peaks are 1.</summary>
    /// <param name="bands">Number of bands.</param>
    /// <param name="frequencies">Number of frequencies, from 0 to half of the sampling rate.</param>
    /// <param name="samplingRate">Samples a second.</param>
    /// <param name="lower">Where the first band begins, in hertz.</param>
    /// <param name="upper">Where the last one ends.</param>
    public static Tensor Matrix(int bands, int frequencies, double samplingRate, double lower, double upper)
    {
        Tensor matrix = Tensor.Zeros([frequencies, bands]);
        Span<float> values = matrix.Span;
        double first = Of(lower), step = (Of(upper) - first) / (bands + 1);

        // The first frequency, 0, is in no band.
        for (int i = 1; i < frequencies; i++)
        {
            double mel = Of(samplingRate / 2 * i / (frequencies - 1));
            for (int band = 0; band < bands; band++)
            {
                double from = first + band * step;
                values[i * bands + band] = (float)Math.Max(0, Math.Min((mel - from) / step, (from + 2 * step - mel) / step));
            }
        }

        return matrix;
    }

    private static double Of(double hertz) => HighQ * Math.Log(1 + hertz / Break);
}
