using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = x beyond the threshold, 0 within it.</summary>
    /// <param name="threshold">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public static Activation HardShrink(double threshold = 0.5) =>
        new HardShrinkActivation(OptionNumber.NotNegative("HardShrink", threshold));
}

/// <summary>f(x) = x beyond the threshold, 0 within it.</summary>
internal sealed record HardShrinkActivation(float Limit) : Activation
{
    private readonly UnaryOp<HardShrinkFunction> _op = new("HardShrink", new HardShrinkFunction(Limit));

    public override string Name => "hard_shrink";

    public static Activation Read(ConfigReader reader) => HardShrink(reader.Float("threshold", 0.5f));

    public override Tensor Apply(Tensor x) => Tape.Run(_op, x);

    // The op follows from the parameter and takes no part in equality.
    public bool Equals(HardShrinkActivation? other) => other is not null && Limit == other.Limit;

    public override int GetHashCode() => Limit.GetHashCode();

    protected override JsonObject GetConfig() => Limit == 0.5f ? [] : new JsonObject { ["threshold"] = Limit };
}
