using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = (x + √(x² + b)) / 2, a smooth ReLU.</summary>
    /// <param name="b">How smooth, 0 or more; 0 is ReLU.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public static Activation Squareplus(double b = 4) =>
        new SquareplusActivation(OptionNumber.NotNegative("Squareplus", b));
}

/// <summary>f(x) = (x + √(x² + b)) / 2, a smooth ReLU.</summary>
internal sealed record SquareplusActivation(float B) : Activation
{
    private readonly UnaryOp<SquareplusFunction> _op = new("Squareplus", new SquareplusFunction(B));

    public override string Name => "squareplus";

    public static Activation Read(ConfigReader reader) => Squareplus(reader.Float("b", 4f));

    public override Tensor Apply(Tensor x) => Tape.Run(_op, x);

    // The op follows from the parameter and takes no part in equality.
    public bool Equals(SquareplusActivation? other) => other is not null && B == other.B;

    public override int GetHashCode() => B.GetHashCode();

    protected override JsonObject GetConfig() => B == 4f ? [] : new JsonObject { ["b"] = B };
}
