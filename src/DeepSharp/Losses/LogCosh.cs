using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>
    /// The mean of log cosh(prediction - target) over the last axis: about ½e² for small errors, |e| - log 2 for large ones.
    /// </summary>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    public static Loss LogCosh(Reduction reduction = default, string name = "log_cosh") =>
        new LogCoshLoss(reduction, name);
}

/// <summary>The mean of log cosh(prediction - target) over the last axis: about ½e² for small errors, |e| - log 2 for large ones.</summary>
internal sealed record LogCoshLoss(Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    private static readonly ElementLossOp<LogCoshError> s_op = new("log_cosh", new LogCoshError());

    public override string ClassName => "LogCosh";

    public override Tensor PerSample(Tensor target, Tensor prediction) => Tape.Run(s_op, target, prediction);
}
