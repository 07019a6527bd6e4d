using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>The mean of (log(1 + target) - log(1 + prediction))² over the last axis.</summary>
    /// <remarks>What is below 1e-7 counts as 1e-7 on both sides, and learns nothing there.</remarks>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    public static Loss MeanSquaredLogarithmicError(
        Reduction reduction = default, string name = "mean_squared_logarithmic_error") =>
        new MeanSquaredLogarithmicErrorLoss(reduction, name);
}

/// <summary>The mean of (log(1 + target) - log(1 + prediction))² over the last axis.</summary>
internal sealed record MeanSquaredLogarithmicErrorLoss(Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    private static readonly ElementLossOp<SquaredLogarithmicError> s_op =
        new("mean_squared_logarithmic_error", new SquaredLogarithmicError());

    public override string ClassName => "MeanSquaredLogarithmicError";

    public override Tensor PerSample(Tensor target, Tensor prediction) => Tape.Run(s_op, target, prediction);
}
