using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Regularizer
{
    /// <summary>
    /// A penalty for rows, or columns, of a matrix that are not at right angles to each other: <paramref name="factor"/> times the mean of
    /// the absolute cosines of all pairs.
    /// </summary>
    /// <param name="factor">0 or more.</param>
    /// <param name="mode"><c>rows</c> or <c>columns</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative or not finite.</exception>
    /// <exception cref="ArgumentException">The mode is neither.</exception>
    /// <example><code>new Dense(4, kernelRegularizer: Regularizer.Orthogonal(0.01, "columns"))</code></example>
    public static Regularizer Orthogonal(double factor = 0.01, string mode = "rows") => new OrthogonalRegularizer(factor, mode);
}

/// <summary>factor · the mean of |cosine| over all pairs of rows or of columns of a matrix.</summary>
internal sealed record OrthogonalRegularizer : Regularizer
{
    // The least that a squared norm counts for, as in Keras, so that a row of zeros stays one.
    private const float SmallestSquare = 1e-12f;

    public OrthogonalRegularizer(double factor, string mode)
    {
        if (mode is not ("rows" or "columns"))
        {
            throw new ArgumentException($"OrthogonalRegularizer: expected the mode rows or columns but got '{mode}'.", nameof(mode));
        }

        (Factor, Mode) = (Strength(factor), mode);
    }

    public override string ClassName => "OrthogonalRegularizer";

    public float Factor { get; }

    public string Mode { get; }

    public override Tensor Apply(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2)
        {
            throw new ShapeException($"OrthogonalRegularizer: expected a matrix but got a weight of shape {weight.Shape}.");
        }

        int axis = Mode == "rows" ? 1 : 0, count = weight.Shape[1 - axis];
        Tensor unit = weight / (weight * weight).Sum(axis, keepDims: true).Clip(SmallestSquare, float.MaxValue).Sqrt();
        Tensor cosines = axis == 1 ? unit.MatMul(unit, transposeB: true) : unit.MatMul(unit, transposeA: true);

        // Each row with itself is on the diagonal: its square, which is taken off.
        Tensor pairs = cosines.Abs().Sum() - (unit * unit).Sum();
        return pairs * (Factor * 0.5f / (count * (count - 1f) / 2f));
    }

    public static Regularizer Read(ConfigReader reader) => Orthogonal(reader.Float("factor", 0.01f), reader.String("mode", "rows")!);

    protected override JsonObject GetConfig() => new() { ["factor"] = Factor, ["mode"] = Mode };
}
