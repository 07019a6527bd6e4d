using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = the hyperbolic tangent, between -1 and 1.</summary>
    public static Activation Tanh { get; } = new TanhActivation();
}

/// <summary>f(x) = the hyperbolic tangent, between -1 and 1.</summary>
internal sealed record TanhActivation : Activation
{
    private static readonly UnaryOp<TanhFunction> s_op = new("Tanh", new TanhFunction());

    public override string Name => "tanh";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
