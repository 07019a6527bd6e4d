namespace DeepSharp;

// Probabilities remember their logits: near 0 and 1 floats are too coarse for a cross-entropy to be computed from probabilities.
public sealed partial class Tensor
{
    private const int ThreadBits = 40;

    private static long s_threads;

    // Above the count of spans stands a number of the thread, so that no two threads have the same.
    [ThreadStatic]
    private static long t_spans;

    // What t_spans was when an op made this tensor; 0 for tensors of other origin.
    private long _spansBefore;

    /// <summary>What these values are the <see cref="ProbabilitiesBy"/> of, under any shape; null for values of unknown origin.</summary>
    internal Tensor? Logits { get; private set; }

    /// <summary>The function that made probabilities of <see cref="Logits"/>.</summary>
    internal ProbabilityFunction ProbabilitiesBy { get; private set; }

    /// <summary>
    /// Whether nobody can have written to this result of an op, or to what was made of it: since it was made, which was on this thread, no
    /// span of any tensor was given out here.
    /// </summary>
    internal bool IsUntouched => _spansBefore != 0 && _spansBefore == t_spans;

    /// <summary>Remembers what an op has made these values of, where it makes probabilities of logits or only shows values again.</summary>
    internal void RememberLogits(Op op, Tensor input)
    {
        if (t_spans == 0) CountSpan();
        _spansBefore = op.IsView ? input._spansBefore : t_spans;
        if (op.IsView)
        {
            if (input.Logits is { } logits && KeepsRows(input)) (Logits, ProbabilitiesBy) = (logits, input.ProbabilitiesBy);
            return;
        }

        // Of probabilities of probabilities, which never come near 0 and 1, nothing is gained, and a long chain would stay in memory.
        ProbabilityFunction function = op.ProbabilitiesOf(_shape);
        if (function != ProbabilityFunction.None && input.Logits is null) (Logits, ProbabilitiesBy) = (input, function);
    }

    private static void CountSpan()
    {
        if (t_spans++ == 0) t_spans = Interlocked.Increment(ref s_threads) << ThreadBits;
    }

    private void ForgetLogits() => (Logits, ProbabilitiesBy, _spansBefore) = (null, ProbabilityFunction.None, 0);

    // All values, and for a softmax the same rows of them.
    private bool KeepsRows(Tensor source) =>
        source._length == _length
        && (source.ProbabilitiesBy != ProbabilityFunction.Softmax || (Rank > 0 && _shape[^1] == source._shape[^1]));
}
