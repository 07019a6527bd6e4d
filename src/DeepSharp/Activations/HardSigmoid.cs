using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = relu6(x + 3) / 6, a sigmoid of straight lines.</summary>
    public static Activation HardSigmoid { get; } = new HardSigmoidActivation();
}

/// <summary>f(x) = relu6(x + 3) / 6, a sigmoid of straight lines.</summary>
internal sealed record HardSigmoidActivation : Activation
{
    private static readonly UnaryOp<HardSigmoidFunction> s_op = new("HardSigmoid", new HardSigmoidFunction());

    public override string Name => "hard_sigmoid";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
