namespace DeepSharp.Tests.Reference;

/// <summary>Spectra of pieces of signals, summed one term after the other.</summary>
internal static class SpectrumReference
{
    /// <summary>Each piece times a kernel (length, frequencies): (batch, frames, frequencies).</summary>
    public static double[] Frames(double[] x, int batch, int length, int step, double[] kernel)
    {
        int samples = x.Length / batch, frames = (samples - length) / step + 1, frequencies = kernel.Length / length;
        var y = new double[batch * frames * frequencies];
        for (int i = 0; i < y.Length; i++)
        {
            int frequency = i % frequencies, frame = i / frequencies % frames, signal = i / frequencies / frames;
            for (int t = 0; t < length; t++) y[i] += x[signal * samples + frame * step + t] * kernel[t * frequencies + frequency];
        }

        return y;
    }

    /// <summary>Bands of the power of mirrored signals under Hann's window: (batch, bands, frames).</summary>
    public static double[] Mel(
        double[] x, int batch, int length, int step, int bands, double rate, double lower, double upper, double exponent)
    {
        int samples = x.Length / batch, frames = samples / step + 1, frequencies = length / 2 + 1;
        double first = Hear(lower), width = (Hear(upper) - first) / (bands + 1);
        var y = new double[batch * bands * frames];
        for (int signal = 0; signal < batch; signal++)
        {
            for (int frame = 0; frame < frames; frame++)
            {
                for (int frequency = 1; frequency < frequencies; frequency++)
                {
                    double real = 0, imaginary = 0;
                    for (int t = 0; t < length; t++)
                    {
                        int at = Math.Abs(frame * step + t - length / 2);
                        if (at >= samples) at = 2 * (samples - 1) - at;
                        double value = x[signal * samples + at] * (0.5 - 0.5 * Math.Cos(2 * Math.PI * t / length));
                        real += value * Math.Cos(2 * Math.PI * t * frequency / length);
                        imaginary -= value * Math.Sin(2 * Math.PI * t * frequency / length);
                    }

                    double power = Math.Pow(real * real + imaginary * imaginary, exponent / 2), mel = Hear(rate / 2 * frequency / (frequencies - 1));
                    for (int band = 0; band < bands; band++)
                    {
                        double from = first + band * width;
                        y[(signal * bands + band) * frames + frame] += power * Math.Max(0, Math.Min((mel - from) / width, (from + 2 * width - mel) / width));
                    }
                }
            }
        }

        return y;

        static double Hear(double hertz) => 1127 * Math.Log(1 + hertz / 700);
    }
}
