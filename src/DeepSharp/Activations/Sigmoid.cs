using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = 1 / (1 + e⁻ˣ), between 0 and 1.</summary>
    public static Activation Sigmoid { get; } = new SigmoidActivation();
}

/// <summary>f(x) = 1 / (1 + e⁻ˣ), between 0 and 1.</summary>
internal sealed record SigmoidActivation : Activation
{
    private static readonly UnaryOp<SigmoidFunction> s_op = new("Sigmoid", new SigmoidFunction());

    public override string Name => "sigmoid";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
