using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>The mean of |target - prediction| over the last axis.</summary>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    public static Loss MeanAbsoluteError(Reduction reduction = default, string name = "mean_absolute_error") =>
        new MeanAbsoluteErrorLoss(reduction, name);
}

/// <summary>The mean of |target - prediction| over the last axis.</summary>
internal sealed record MeanAbsoluteErrorLoss(Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    private static readonly ElementLossOp<AbsoluteError> s_op = new("mean_absolute_error", new AbsoluteError());

    public override string ClassName => "MeanAbsoluteError";

    public override Tensor PerSample(Tensor target, Tensor prediction) => Tape.Run(s_op, target, prediction);
}
