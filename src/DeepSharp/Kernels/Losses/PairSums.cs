namespace DeepSharp.Kernels;

/// <summary>Sums over the targets t and predictions p of one row, by which a similarity of the two is known.</summary>
/// <param name="Products">Σ t·p</param>
/// <param name="Targets">Σ t; of squares, Σ t²</param>
/// <param name="Predictions">Σ p; of squares, Σ p²</param>
internal readonly record struct PairSums(double Products, double Targets, double Predictions);

/// <summary>The gradient of a similarity by p: a·t + b·p + c.</summary>
internal readonly record struct PairSlope(double ByTarget, double ByPrediction, double Constant);

/// <summary>A loss that a few sums over targets and predictions say.</summary>
internal interface IPairLoss
{
    /// <summary>Whether the sums of each side are those of squares.</summary>
    static abstract bool IsOfSquares { get; }

    double Value(PairSums sums);

    PairSlope Slope(PairSums sums);
}
