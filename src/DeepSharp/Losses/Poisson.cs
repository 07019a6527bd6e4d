using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>
    /// The mean of p - t·log p over the last axis: the negative log likelihood of counts t under a Poisson distribution of mean p.
    /// </summary>
    /// <remarks>1e-7 is added to p in the logarithm.</remarks>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    public static Loss Poisson(Reduction reduction = default, string name = "poisson") =>
        new PoissonLoss(reduction, name);
}

/// <summary>
/// The mean of p - t·log p over the last axis: the negative log likelihood of counts t under a Poisson distribution of mean p.
/// </summary>
internal sealed record PoissonLoss(Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    private static readonly ElementLossOp<PoissonError> s_op = new("poisson", new PoissonError());

    public override string ClassName => "Poisson";

    public override Tensor PerSample(Tensor target, Tensor prediction) => Tape.Run(s_op, target, prediction);
}
