using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = log(1 + eˣ), a smooth ReLU.</summary>
    public static Activation Softplus { get; } = new SoftplusActivation();
}

/// <summary>f(x) = log(1 + eˣ), a smooth ReLU.</summary>
internal sealed record SoftplusActivation : Activation
{
    private static readonly UnaryOp<SoftplusFunction> s_op = new("Softplus", new SoftplusFunction());

    public override string Name => "softplus";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
