namespace DeepSharp;

// Probabilities remember their logits: near 0 and 1 floats are too coarse for a cross-entropy to be computed from probabilities.
public sealed partial class Tensor
{
    /// <summary>What these values are the <see cref="ProbabilitiesBy"/> of, under any shape; null for values of unknown origin.</summary>
    internal Tensor? Logits { get; private set; }

    /// <summary>The function that made probabilities of <see cref="Logits"/>.</summary>
    internal ProbabilityFunction ProbabilitiesBy { get; private set; }

    /// <summary>Remembers what an op has made these values of, where it makes probabilities of logits or only shows values anew.</summary>
    internal void RememberLogits(Op op, Tensor input)
    {
        if (op.IsView)
        {
            if (input.Logits is { } logits && KeepsRows(input)) (Logits, ProbabilitiesBy) = (logits, input.ProbabilitiesBy);
            return;
        }

        // Of probabilities of probabilities, which never come near 0 and 1, nothing is gained, and a long chain would stay in memory.
        ProbabilityFunction function = op.ProbabilitiesOf(_shape);
        if (function != ProbabilityFunction.None && input.Logits is null) (Logits, ProbabilitiesBy) = (input, function);
    }

    private void ForgetLogits() => (Logits, ProbabilitiesBy) = (null, ProbabilityFunction.None);

    // All values, and for a softmax the same rows of them.
    private bool KeepsRows(Tensor source) =>
        source._length == _length
        && (source.ProbabilitiesBy != ProbabilityFunction.Softmax || (Rank > 0 && _shape[^1] == source._shape[^1]));
}
