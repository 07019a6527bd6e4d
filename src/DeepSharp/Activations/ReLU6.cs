using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = min(max(0, x), 6).</summary>
    public static Activation ReLU6 { get; } = new ReLU6Activation();
}

/// <summary>f(x) = min(max(0, x), 6).</summary>
internal sealed record ReLU6Activation : Activation
{
    private static readonly UnaryOp<ReLU6Function> s_op = new("ReLU6", new ReLU6Function());

    public override string Name => "relu6";

    internal override FusedActivation InferenceFusion => FusedActivation.ReLU6;

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
