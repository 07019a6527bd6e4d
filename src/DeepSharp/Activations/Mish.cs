using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = x·tanh(softplus(x)).</summary>
    public static Activation Mish { get; } = new MishActivation();
}

/// <summary>f(x) = x·tanh(softplus(x)).</summary>
internal sealed record MishActivation : Activation
{
    private static readonly UnaryOp<MishFunction> s_op = new("Mish", new MishFunction());

    public override string Name => "mish";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
