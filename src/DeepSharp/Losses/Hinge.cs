using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>The mean of max(1 - t·p, 0) over the last axis, for targets -1 and 1 and predictions of any size.</summary>
    /// <remarks>Where all targets of a batch are 0 or 1, 0 counts as -1, as in Keras.</remarks>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    public static Loss Hinge(Reduction reduction = default, string name = "hinge") => new HingeLoss(reduction, name);
}

/// <summary>The mean of max(1 - t·p, 0) over the last axis, for targets -1 and 1.</summary>
internal sealed record HingeLoss(Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    private static readonly ElementLossOp<HingeError> s_op = new("hinge", new HingeError());

    public override string ClassName => "Hinge";

    public override Tensor PerSample(Tensor target, Tensor prediction) =>
        Tape.Run(s_op, Tape.Run(SignTargetsOp.Instance, target), prediction);
}
