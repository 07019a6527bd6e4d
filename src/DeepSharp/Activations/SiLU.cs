using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = x·sigmoid(x), also called swish.</summary>
    public static Activation SiLU { get; } = new SiLUActivation();
}

/// <summary>f(x) = x·sigmoid(x), also called swish.</summary>
internal sealed record SiLUActivation : Activation
{
    private static readonly UnaryOp<SiLUFunction> s_op = new("SiLU", new SiLUFunction());

    public override string Name => "silu";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
