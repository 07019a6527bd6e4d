using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = x held between -1 and 1.</summary>
    public static Activation HardTanh { get; } = new HardTanhActivation();
}

/// <summary>f(x) = x held between -1 and 1.</summary>
internal sealed record HardTanhActivation : Activation
{
    private static readonly UnaryOp<HardTanhFunction> s_op = new("HardTanh", new HardTanhFunction());

    public override string Name => "hard_tanh";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
