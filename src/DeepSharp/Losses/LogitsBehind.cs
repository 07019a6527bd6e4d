namespace DeepSharp;

/// <summary>The logits behind predictions that are directly the result of a sigmoid or softmax.</summary>
internal static class LogitsBehind
{
    /// <summary>The op on the logits behind the predictions, or on the predictions themselves where none are known.</summary>
    /// <param name="op">Of targets, predictions and maybe logits.</param>
    /// <param name="function">What makes probabilities for this loss.</param>
    /// <param name="target">What was to be predicted.</param>
    /// <param name="prediction">What the model said.</param>
    /// <param name="axis">The axis that the loss is over, of targets and predictions.</param>
    public static Tensor Run(CrossEntropyOp op, ProbabilityFunction function, Tensor target, Tensor prediction, int axis)
    {
        if (LossAxis.IsLast(prediction.Shape, axis)) return Run(op, function, target, prediction);
        Tensor? logits = function == ProbabilityFunction.Softmax ? null : Of(prediction, function);
        (target, prediction) = (LossAxis.ToLast(target, axis), LossAxis.ToLast(prediction, axis));
        return logits is null ? Tape.Run(op, target, prediction) : Tape.Run(op, target, prediction, LossAxis.ToLast(logits, axis));
    }

    /// <summary>The same over the last axis, where targets may have another form than predictions.</summary>
    public static Tensor Run(CrossEntropyOp op, ProbabilityFunction function, Tensor target, Tensor prediction) =>
        Of(prediction, function) is { } logits ? Tape.Run(op, target, prediction, logits) : Tape.Run(op, target, prediction);

    // Whoever watches the predictions but not what they came from takes them for what varies.
    private static Tensor? Of(Tensor prediction, ProbabilityFunction function)
    {
        if (function == ProbabilityFunction.None || prediction.ProbabilitiesBy != function) return null;
        if (prediction.Logits is not { IsStale: false } logits || logits.Size != prediction.Size) return null;
        bool isVariable = Tape.Current is { IsRecording: true } tape && tape.Tracks(prediction) && !tape.Tracks(logits);
        return !isVariable && StillHold(prediction, logits, function) ? logits : null;
    }

    // Spans of a tensor may be written to: where one was given out since, the logits count as long as the probabilities are theirs to the
    // last bit.
    private static bool StillHold(Tensor prediction, Tensor logits, ProbabilityFunction function) => logits.IsUntouched
        || ValueChecks.AreProbabilitiesOf(
            prediction.Values, logits.Values, function, function == ProbabilityFunction.Softmax ? prediction.Shape[^1] : 1);
}
