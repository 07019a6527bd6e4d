using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = max(0, x). Its derivative at 0 is 0.</summary>
    public static Activation ReLU { get; } = new ReLUActivation();
}

/// <summary>f(x) = max(0, x). Its derivative at 0 is 0.</summary>
internal sealed record ReLUActivation : Activation
{
    private static readonly UnaryOp<ReLUFunction> s_op = new("ReLU", new ReLUFunction());

    public override string Name => "relu";

    internal override FusedActivation Fusion => FusedActivation.ReLU;

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
