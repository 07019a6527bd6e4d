using System.Globalization;

namespace DeepSharp;

public abstract partial record Loss
{
    /// <summary>
    /// -log of the probability that a sequence says the labels, at whatever steps (connectionist temporal classification, Graves et al.
    /// 2006): for speech and handwriting, where nobody knows which step a letter is at.
    /// </summary>
    /// <remarks>
    /// <b>Targets</b> (batch, length): labels from 1, padded with 0 at the end. <b>Predictions</b> (batch, steps, classes): logits, before
    /// the softmax; class 0 stands for nothing said. All steps count.<br/>
    /// Labels that do not fit into the steps (equal neighbours need a step between them) cost +∞.
    /// </remarks>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">Keras's name, or another.</param>
    /// <example><code>model.Compile("adam", Loss.CTC());</code></example>
    public static Loss CTC(Reduction reduction = default, string name = "ctc") => new CtcLoss(reduction, name);
}

/// <summary>-log of the probability that a sequence says the labels, at whatever steps.</summary>
internal sealed record CtcLoss(Reduction Reduction, string Name) : Loss(Name, Reduction)
{
    public override string ClassName => "CTC";

    public override Tensor PerSample(Tensor target, Tensor prediction)
    {
        Tensor losses = Tape.Run(CtcOp.Instance, target, prediction);
        CheckBatch(target, prediction.Shape, null);
        return losses;
    }

    private protected override int FirstInvalid(ReadOnlySpan<float> targets, int classes) =>
        ValueChecks.FirstInvalidLabel(targets, classes, null);

    private protected override ValueException Invalid(Tensor target, Shape prediction, int place) =>
        new(string.Create(CultureInfo.InvariantCulture,
            $"{Name}: expected labels that are whole numbers from 1 to {prediction[^1] - 1}, padded with 0, for predictions of shape " +
            $"{prediction}, but label {place} of the batch is {target.Span[place]}. Correct the labels, or give the last layer more " +
            $"units."));
}
