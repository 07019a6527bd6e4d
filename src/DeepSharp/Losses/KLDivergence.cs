using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>Σ t·log(t / p) over the last axis (Kullback and Leibler 1951); targets and predictions are probabilities.</summary>
    /// <remarks>Both are clipped to [1e-7, 1], beyond which predictions learn nothing.</remarks>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    public static Loss KLDivergence(Reduction reduction = default, string name = "kl_divergence") =>
        new KLDivergenceLoss(reduction, name);
}

/// <summary>Σ t·log(t / p) over the last axis (Kullback and Leibler 1951); targets and predictions are probabilities.</summary>
internal sealed record KLDivergenceLoss(Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    private static readonly ElementLossOp<DivergenceTerm> s_op = new("kl_divergence", new DivergenceTerm(), isSum: true);

    public override string ClassName => "KLDivergence";

    public override Tensor PerSample(Tensor target, Tensor prediction) => Tape.Run(s_op, target, prediction);
}
