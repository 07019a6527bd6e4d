using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = x·relu6(x + 3) / 6, also called hard swish.</summary>
    public static Activation HardSiLU { get; } = new HardSiLUActivation();
}

/// <summary>f(x) = x·relu6(x + 3) / 6, also called hard swish.</summary>
internal sealed record HardSiLUActivation : Activation
{
    private static readonly UnaryOp<HardSiLUFunction> s_op = new("HardSiLU", new HardSiLUFunction());

    public override string Name => "hard_silu";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
