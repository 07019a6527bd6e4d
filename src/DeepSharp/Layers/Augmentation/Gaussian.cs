namespace DeepSharp.Layers;

/// <summary>Weights of a blur.</summary>
internal static class Gaussian
{
    /// <summary>exp(-½(x/σ)²) around the middle, scaled to the sum 1.</summary>
    public static Tensor Weights(int count, float sigma)
    {
        Tensor weights = Tensor.Temporary([count]);
        double sum = 0;
        for (int i = 0; i < count; i++) sum += Weight(i);
        for (int i = 0; i < count; i++) weights.Span[i] = (float)(Weight(i) / sum);
        return weights;

        double Weight(int i)
        {
            double x = (i - (count - 1) / 2.0) / sigma;
            return Math.Exp(-0.5 * x * x);
        }
    }
}
