using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>The mean of 100·|target - prediction| / |target| over the last axis.</summary>
    /// <remarks>Targets closer to 0 than 1e-7 count as 1e-7.</remarks>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    public static Loss MeanAbsolutePercentageError(
        Reduction reduction = default, string name = "mean_absolute_percentage_error") =>
        new MeanAbsolutePercentageErrorLoss(reduction, name);
}

/// <summary>The mean of 100·|target - prediction| / |target| over the last axis.</summary>
internal sealed record MeanAbsolutePercentageErrorLoss(Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    private static readonly ElementLossOp<PercentageError> s_op = new("mean_absolute_percentage_error", new PercentageError());

    public override string ClassName => "MeanAbsolutePercentageError";

    public override Tensor PerSample(Tensor target, Tensor prediction) => Tape.Run(s_op, target, prediction);
}
