using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = eˣ.</summary>
    public static Activation Exponential { get; } = new ExponentialActivation();
}

/// <summary>f(x) = eˣ.</summary>
internal sealed record ExponentialActivation : Activation
{
    private static readonly UnaryOp<ExponentialFunction> s_op = new("Exponential", new ExponentialFunction());

    public override string Name => "exponential";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
