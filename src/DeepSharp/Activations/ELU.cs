using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = x above 0, alpha·(eˣ - 1) below.</summary>
    /// <param name="alpha">Minus the limit far below 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static Activation ELU(double alpha = 1) =>
        new ELUActivation(OptionNumber.Finite("ELU", alpha));
}

/// <summary>f(x) = x above 0, alpha·(eˣ - 1) below.</summary>
internal sealed record ELUActivation(float Alpha) : Activation
{
    private readonly UnaryOp<ELUFunction> _op = new("ELU", new ELUFunction(Alpha));

    public override string Name => "elu";

    public static Activation Read(ConfigReader reader) => ELU(reader.Float("alpha", 1f));

    public override Tensor Apply(Tensor x) => Tape.Run(_op, x);

    // The op follows from the parameter and takes no part in equality.
    public bool Equals(ELUActivation? other) => other is not null && Alpha == other.Alpha;

    public override int GetHashCode() => Alpha.GetHashCode();

    protected override JsonObject GetConfig() => Alpha == 1f ? [] : new JsonObject { ["alpha"] = Alpha };
}
