namespace DeepSharp.Kernels;

/// <summary>1 - 2·Σ t·p / (Σ t + Σ p + 1e-7): Dice 1945, Sørensen 1948.</summary>
internal readonly struct DiceError : IPairLoss
{
    public static bool IsOfSquares => false;

    public double Value(PairSums sums) => 1 - 2 * sums.Products / Whole(sums);

    public PairSlope Slope(PairSums sums)
    {
        double whole = Whole(sums);
        return new PairSlope(-2 / whole, 0, 2 * sums.Products / (whole * whole));
    }

    private static double Whole(PairSums sums) => sums.Targets + sums.Predictions + Probability.Smallest;
}
