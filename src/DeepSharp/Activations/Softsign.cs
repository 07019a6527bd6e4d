using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = x / (1 + |x|), between -1 and 1.</summary>
    public static Activation Softsign { get; } = new SoftsignActivation();
}

/// <summary>f(x) = x / (1 + |x|), between -1 and 1.</summary>
internal sealed record SoftsignActivation : Activation
{
    private static readonly UnaryOp<SoftsignFunction> s_op = new("Softsign", new SoftsignFunction());

    public override string Name => "softsign";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
