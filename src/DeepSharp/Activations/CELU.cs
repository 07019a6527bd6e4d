using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = x above 0, alpha·(e^(x/alpha) - 1) below; smooth at 0 for any alpha.</summary>
    /// <param name="alpha">Minus the limit far below 0; not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is 0 or not finite.</exception>
    public static Activation CELU(double alpha = 1) =>
        new CELUActivation(OptionNumber.Where((float)alpha != 0f, "CELU", alpha, "alpha to be a finite number other than 0"));
}

/// <summary>f(x) = x above 0, alpha·(e^(x/alpha) - 1) below; smooth at 0 for any alpha.</summary>
internal sealed record CELUActivation(float Alpha) : Activation
{
    private readonly UnaryOp<CELUFunction> _op = new("CELU", new CELUFunction(Alpha));

    public override string Name => "celu";

    public static Activation Read(ConfigReader reader) => CELU(reader.Float("alpha", 1f));

    public override Tensor Apply(Tensor x) => Tape.Run(_op, x);

    // The op follows from the parameter and takes no part in equality.
    public bool Equals(CELUActivation? other) => other is not null && Alpha == other.Alpha;

    public override int GetHashCode() => Alpha.GetHashCode();

    protected override JsonObject GetConfig() => Alpha == 1f ? [] : new JsonObject { ["alpha"] = Alpha };
}
