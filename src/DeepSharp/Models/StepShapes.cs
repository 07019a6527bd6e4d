namespace DeepSharp;

/// <summary>
/// Tries losses and metrics out on targets and outputs of the shapes that a step will have, so that what does not fit is refused before the
/// step changes anything: weights, moving averages of layers, means of metrics. Allocates nothing for shapes that it has seen.
/// </summary>
internal sealed class StepShapes(Model model, Trainer trainer)
{
    // Sequences in buckets have a few shapes in turn.
    private const int MostKnown = 8;

    // A loss of large outputs is tried out on one sample.
    private const int MostValues = 1 << 20;

    private readonly List<Shape?[]> _known = [];

    /// <summary>Looks at the batch of a step.</summary>
    /// <exception cref="ShapeException">Targets or weights do not fit the outputs.</exception>
    public void Check(StepBatch batch)
    {
        if (trainer.HasStepsOfItsOwn) return;
        foreach (Shape?[] known in _known)
        {
            if (IsOf(known, batch)) return;
        }

        Check(
            batch.Count, [.. batch.X.Select(x => x.Shape)], [.. batch.Y.Select(y => y is null ? null : (DataArray)y)],
            [.. batch.Weights.Select(weights => weights?.Shape)]);
    }

    /// <summary>Looks at the data of a step.</summary>
    /// <param name="count">Samples in a step.</param>
    /// <param name="x">The shapes of the inputs, samples first.</param>
    /// <param name="y">The targets, of as many samples or more.</param>
    /// <param name="weights">The shapes of the weights, samples first.</param>
    /// <exception cref="ShapeException">Targets or weights do not fit the outputs.</exception>
    public void Check(int count, Shape[] x, DataArray?[] y, Shape?[] weights)
    {
        if (trainer.HasStepsOfItsOwn) return;
        Shape[] outputs = model.OutputShapes(x);
        Tape? previous = Tape.Suspend();
        try
        {
            for (int i = 0; i < outputs.Length; i++)
            {
                if (y[i] is { } target && outputs[i].IsKnown) Try(trainer.Outputs[i], count, target, outputs[i], weights[i]);
            }
        }
        finally
        {
            Tape.Restore(previous);
        }

        if (_known.Count == MostKnown) _known.RemoveAt(0);
        _known.Add([.. x.Select(shape => SampleOf(shape)), .. y.Select(array => array?.SampleShape), .. weights.Select(SampleOf)]);
    }

    private static void Try(OutputTraining output, int count, DataArray y, Shape prediction, Shape? weights)
    {
        Shape target = y.SampleShape.Prepend(count);
        bool isLarge = Math.Max((long)target.Size, prediction.Size) > MostValues;
        if (isLarge) (target, prediction, weights) = (target.WithFirst(1), prediction.WithFirst(1), weights?.WithFirst(1));
        if (output.Loss is { } loss)
        {
            Tensor targets = Tensor.Zeros(target);

            // A loss of one's own may refuse zeros where there are none, in targets or in predictions: it gets what it will get, and
            // shares of one for what the model will say. What it throws is for who wrote it to see.
            bool isOwn = loss.GetType().Module != typeof(Loss).Module;
            if (isOwn) y.CopyRange(0, target[0], targets.Span);
            float value = !isOwn ? 0f : prediction.Rank > 1 && prediction[^1] > 1 ? 1f / prediction[^1] : 0.5f;
            loss.Apply(targets, Tensor.Full(prediction, value), weights is { } shape ? Tensor.Ones(shape) : null);
        }

        foreach (Metric metric in output.Metrics) metric.CheckShapes(target, prediction);
        foreach (Metric metric in output.WeightedMetrics) metric.CheckShapes(target, prediction);
    }

    private static Shape? SampleOf(Shape? shape) => shape is { Rank: > 0 } known ? known[1..] : shape;

    private static bool IsOf(Shape?[] known, StepBatch batch)
    {
        int place = 0;
        bool isSame = known.Length == batch.X.Length + batch.Y.Length + batch.Weights.Length;
        for (int i = 0; isSame && i < batch.X.Length; i++) isSame = IsOf(known[place++], batch.X[i]);
        for (int i = 0; isSame && i < batch.Y.Length; i++) isSame = IsOf(known[place++], batch.Y[i]);
        for (int i = 0; isSame && i < batch.Weights.Length; i++) isSame = IsOf(known[place++], batch.Weights[i]);
        return isSame;
    }

    private static bool IsOf(Shape? known, Tensor? tensor) =>
        known is { } shape ? tensor is not null && SampleOf(tensor.Shape) == shape : tensor is null;
}
