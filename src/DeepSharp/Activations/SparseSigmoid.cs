using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = 0 up to -1, 1 from 1 on, (x + 1) / 2 between.</summary>
    public static Activation SparseSigmoid { get; } = new SparseSigmoidActivation();
}

/// <summary>f(x) = 0 up to -1, 1 from 1 on, (x + 1) / 2 between.</summary>
internal sealed record SparseSigmoidActivation : Activation
{
    private static readonly UnaryOp<SparseSigmoidFunction> s_op = new("SparseSigmoid", new SparseSigmoidFunction());

    public override string Name => "sparse_sigmoid";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
