using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = x moved towards 0 by the threshold, and 0 within it.</summary>
    /// <param name="threshold">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public static Activation SoftShrink(double threshold = 0.5) =>
        new SoftShrinkActivation(OptionNumber.NotNegative("SoftShrink", threshold));
}

/// <summary>f(x) = x moved towards 0 by the threshold, and 0 within it.</summary>
internal sealed record SoftShrinkActivation(float Limit) : Activation
{
    private readonly UnaryOp<SoftShrinkFunction> _op = new("SoftShrink", new SoftShrinkFunction(Limit));

    public override string Name => "soft_shrink";

    public static Activation Read(ConfigReader reader) => SoftShrink(reader.Float("threshold", 0.5f));

    public override Tensor Apply(Tensor x) => Tape.Run(_op, x);

    // The op follows from the parameter and takes no part in equality.
    public bool Equals(SoftShrinkActivation? other) => other is not null && Limit == other.Limit;

    public override int GetHashCode() => Limit.GetHashCode();

    protected override JsonObject GetConfig() => Limit == 0.5f ? [] : new JsonObject { ["threshold"] = Limit };
}
