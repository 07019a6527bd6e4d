using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = x - tanh(x).</summary>
    public static Activation TanhShrink { get; } = new TanhShrinkActivation();
}

/// <summary>f(x) = x - tanh(x).</summary>
internal sealed record TanhShrinkActivation : Activation
{
    private static readonly UnaryOp<TanhShrinkFunction> s_op = new("TanhShrink", new TanhShrinkFunction());

    public override string Name => "tanh_shrink";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
