namespace DeepSharp.Kernels;

/// <summary>
/// 1 - I/(I + α·(T - I) + β·(P - I) + 1e-7) with T = Σ t, P = Σ p and I = Σ t·p: what is missed counts α, what is wrongly said β
/// (Salehi et al. 2017).
/// </summary>
internal readonly struct TverskyError(float alpha, float beta) : IPairLoss
{
    /// <summary>How much counts what is missed.</summary>
    public float Alpha => alpha;

    /// <summary>How much counts what is wrongly said.</summary>
    public float Beta => beta;

    public static bool IsOfSquares => false;

    public double Value(PairSums sums) => 1 - sums.Products / Whole(sums);

    // dI/dp = t, and of the denominator D: dD/dp = (1 - α - β)·t + β.
    public PairSlope Slope(PairSums sums)
    {
        double whole = Whole(sums), share = sums.Products / (whole * whole);
        return new PairSlope(share * (1 - alpha - beta) - 1 / whole, 0, share * beta);
    }

    private double Whole(PairSums sums) =>
        sums.Products + alpha * (sums.Targets - sums.Products) + beta * (sums.Predictions - sums.Products) + Probability.Smallest;
}
