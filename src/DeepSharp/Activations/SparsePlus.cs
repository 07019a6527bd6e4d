using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = 0 up to -1, x from 1 on, (x + 1)² / 4 between.</summary>
    public static Activation SparsePlus { get; } = new SparsePlusActivation();
}

/// <summary>f(x) = 0 up to -1, x from 1 on, (x + 1)² / 4 between.</summary>
internal sealed record SparsePlusActivation : Activation
{
    private static readonly UnaryOp<SparsePlusFunction> s_op = new("SparsePlus", new SparsePlusFunction());

    public override string Name => "sparse_plus";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
