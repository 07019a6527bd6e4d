namespace DeepSharp.Kernels;

/// <summary>-t·p / (|t|·|p|). A length below 1e-7 counts as 1e-7, as in Keras, and no longer depends on the values.</summary>
internal readonly struct CosineError : IPairLoss
{
    public static bool IsOfSquares => true;

    public double Value(PairSums sums) => -sums.Products * Inverse(sums.Targets) * Inverse(sums.Predictions);

    // With the cosine c: dc/dp = t/(|t|·|p|) - c·p/|p|².
    public PairSlope Slope(PairSums sums)
    {
        double inverse = Inverse(sums.Predictions), scale = Inverse(sums.Targets) * inverse;
        bool isTiny = inverse * inverse * sums.Predictions < 0.5;
        return new PairSlope(-scale, isTiny ? 0 : sums.Products * scale * inverse * inverse, 0);
    }

    private static double Inverse(double squares) => Math.Min(1 / Math.Sqrt(squares), 1 / (double)Probability.Smallest);
}
