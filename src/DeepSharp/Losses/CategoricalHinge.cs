namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>max(1 + the largest wrong score - the right score, 0); targets are one-hot rows.</summary>
    /// <remarks>The right score is Σ t·p over the last axis, the largest wrong one max (1 - t)·p.</remarks>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    public static Loss CategoricalHinge(Reduction reduction = default, string name = "categorical_hinge") =>
        new CategoricalHingeLoss(reduction, name);
}

/// <summary>max(1 + the largest wrong score - the right score, 0).</summary>
internal sealed record CategoricalHingeLoss(Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    private static readonly SumOp s_sum = new([-1], keepDims: false, isMean: false);
    private static readonly ExtremumOp s_max = new([-1], keepDims: false, isMax: true);

    public override string ClassName => "CategoricalHinge";

    public override Tensor PerSample(Tensor target, Tensor prediction)
    {
        Tensor right = Tape.Run(s_sum, target * prediction), wrong = Tape.Run(s_max, (1.0 - target) * prediction);
        return (wrong - right + 1.0).Maximum(0);
    }
}
