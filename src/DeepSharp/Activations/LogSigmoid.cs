using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = log(sigmoid(x)), without underflow.</summary>
    public static Activation LogSigmoid { get; } = new LogSigmoidActivation();
}

/// <summary>f(x) = log(sigmoid(x)), without underflow.</summary>
internal sealed record LogSigmoidActivation : Activation
{
    private static readonly UnaryOp<LogSigmoidFunction> s_op = new("LogSigmoid", new LogSigmoidFunction());

    public override string Name => "log_sigmoid";

    public override Tensor Apply(Tensor x) => Tape.Run(s_op, x);
}
