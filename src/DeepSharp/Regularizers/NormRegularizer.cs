using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Regularizer
{
    /// <summary>The penalty <paramref name="l1"/> · Σ|w|, which draws weights to 0.</summary>
    /// <param name="l1">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The strength is negative or not finite.</exception>
    public static Regularizer L1(double l1 = 0.01) => new NormRegularizer("L1", l1, 0);

    /// <summary>The penalty <paramref name="l2"/> · Σw², which keeps weights small.</summary>
    /// <param name="l2">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The strength is negative or not finite.</exception>
    /// <example><code>new Conv2D(32, 3, kernelRegularizer: Regularizer.L2(1e-4))</code></example>
    public static Regularizer L2(double l2 = 0.01) => new NormRegularizer("L2", 0, l2);

    /// <summary>The penalty <paramref name="l1"/> · Σ|w| + <paramref name="l2"/> · Σw².</summary>
    /// <param name="l1">0 or more.</param>
    /// <param name="l2">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A strength is negative or not finite.</exception>
    public static Regularizer L1L2(double l1 = 0, double l2 = 0) => new NormRegularizer("L1L2", l1, l2);
}

/// <summary>l1·Σ|w| + l2·Σw²: Keras's L1, L2 and L1L2.</summary>
internal sealed record NormRegularizer : Regularizer
{
    private readonly PenaltyOp _op;

    public NormRegularizer(string className, double l1, double l2)
    {
        ClassName = className;
        (L1Strength, L2Strength) = (Strength(l1), Strength(l2));
        _op = new PenaltyOp(L1Strength, L2Strength);
    }

    public override string ClassName { get; }

    public float L1Strength { get; }

    public float L2Strength { get; }

    public bool Equals(NormRegularizer? other) =>
        other is not null && (ClassName, L1Strength, L2Strength) == (other.ClassName, other.L1Strength, other.L2Strength);

    public override int GetHashCode() => HashCode.Combine(ClassName, L1Strength, L2Strength);

    internal override bool HasShortcut => true;

    public override Tensor Apply(Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return Tape.Run(_op, weight);
    }

    public static Regularizer ReadL1(ConfigReader reader) => L1(reader.Float("l1", 0.01f));

    public static Regularizer ReadL2(ConfigReader reader) => L2(reader.Float("l2", 0.01f));

    public static Regularizer ReadL1L2(ConfigReader reader) => L1L2(reader.Float("l1", 0f), reader.Float("l2", 0f));

    internal override double AddPenalty(Tensor weight, Span<float> gradient, float factor = 1f)
    {
        if (!gradient.IsEmpty) _op.AddGradient(weight.Values, gradient, factor);
        return _op.Of(weight.Values);
    }

    protected override JsonObject GetConfig()
    {
        var config = new JsonObject();
        if (ClassName != "L2") config["l1"] = L1Strength;
        if (ClassName != "L1") config["l2"] = L2Strength;
        return config;
    }
}
