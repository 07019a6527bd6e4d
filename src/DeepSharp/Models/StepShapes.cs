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

        Check([.. batch.X.Select(x => x.Shape)], [.. batch.Y.Select(y => y?.Shape)], [.. batch.Weights.Select(weights => weights?.Shape)]);
    }

    /// <summary>Looks at shapes, samples first.</summary>
    /// <exception cref="ShapeException">Targets or weights do not fit the outputs.</exception>
    public void Check(Shape[] x, Shape?[] y, Shape?[] weights)
    {
        if (trainer.HasStepsOfItsOwn) return;
        Shape[] outputs = model.OutputShapes(x);
        Tape? previous = Tape.Suspend();
        try
        {
            for (int i = 0; i < outputs.Length; i++)
            {
                if (y[i] is { } target && outputs[i].IsKnown) Try(trainer.Outputs[i], target, outputs[i], weights[i]);
            }
        }
        finally
        {
            Tape.Restore(previous);
        }

        if (_known.Count == MostKnown) _known.RemoveAt(0);
        _known.Add([.. x.Select(shape => SampleOf(shape)), .. y.Select(SampleOf), .. weights.Select(SampleOf)]);
    }

    private static void Try(OutputTraining output, Shape target, Shape prediction, Shape? weights)
    {
        bool isLarge = Math.Max((long)target.Size, prediction.Size) > MostValues;
        if (isLarge) (target, prediction, weights) = (target.WithFirst(1), prediction.WithFirst(1), weights?.WithFirst(1));
        try
        {
            output.Loss?.Apply(Tensor.Zeros(target), Tensor.Zeros(prediction), weights is { } shape ? Tensor.Zeros(shape) : null);
        }
        catch (Exception exception) when (exception is not ShapeException)
        {
            // Zeros may be no targets for a loss of one's own. The step will tell.
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
