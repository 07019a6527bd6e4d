using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = the self-normalizing λ·elu(x, α), with λ = 1.0507 and α = 1.6733.</summary>
    public static Activation SELU { get; } = new SELUActivation();
}

/// <summary>f(x) = the self-normalizing λ·elu(x, α), with λ = 1.0507 and α = 1.6733.</summary>
internal sealed record SELUActivation : Activation
{
    private static readonly UnaryOp<SELUFunction> s_op = new("SELU", new SELUFunction());

    public override string Name => "selu";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
