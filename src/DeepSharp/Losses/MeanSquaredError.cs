using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>The mean of (target - prediction)² over the last axis.</summary>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    public static Loss MeanSquaredError(Reduction reduction = default, string name = "mean_squared_error") =>
        new MeanSquaredErrorLoss(reduction, name);
}

/// <summary>The mean of (target - prediction)² over the last axis.</summary>
internal sealed record MeanSquaredErrorLoss(Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    private static readonly ElementLossOp<SquaredError> s_op = new("mean_squared_error", new SquaredError());

    public override string ClassName => "MeanSquaredError";

    public override Tensor PerSample(Tensor target, Tensor prediction) => Tape.Run(s_op, target, prediction);
}
