using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = x·Φ(x), with the normal distribution Φ.</summary>
    /// <param name="approximate">Whether to take the formula with tanh instead of the exact one.</param>
    public static Activation GELU(bool approximate = false) => new GELUActivation(approximate);
}

/// <summary>f(x) = x·Φ(x), with the normal distribution Φ.</summary>
internal sealed record GELUActivation(bool Approximate) : Activation
{
    private static readonly UnaryOp<GELUFunction> s_exact = new("GELU", new GELUFunction());
    private static readonly UnaryOp<GELUTanhFunction> s_approximate = new("GELU", new GELUTanhFunction());

    public override string Name => "gelu";

    public static Activation Read(ConfigReader reader) => new GELUActivation(reader.Bool("approximate", false));

    public override Tensor Apply(Tensor x) => Tape.Run(Approximate ? s_approximate : s_exact, x);

    protected override JsonObject GetConfig() => Approximate ? new JsonObject { ["approximate"] = true } : [];
}
