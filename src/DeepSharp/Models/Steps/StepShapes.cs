using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// Tries losses and metrics out on targets and outputs of the shapes that a step will have, so that what does not fit is refused before the
/// step changes anything: weights, moving averages of layers, means of metrics. Allocates nothing for shapes that it has seen.
/// </summary>
internal sealed class StepShapes(IStepModel model, CompiledOutputs compiled)
{
    // Sequences in buckets have a few shapes in turn.
    private const int MostKnown = 8;

    // A loss of large outputs is tried out on one sample.
    private const int MostValues = 1 << 20;

    private readonly List<Known> _known = [];

    // What a mask leaves out may be anything, and which that is shows in the step only. Layers of chains inside that come or go show in the
    // state.
    private bool? _mayHaveMasks;
    private StepwiseLayer[]? _stateful;
    private long _state = Layer.InnerState;

    /// <summary>Whether the values of targets are looked at before a step begins: not where masks, or a custom step, decide.</summary>
    public bool ChecksValues => !model.HasCustomSteps && !(_mayHaveMasks ??= model.MayMakeMasks);

    /// <summary>Looks at the batch of a step.</summary>
    /// <exception cref="ShapeException">
    /// Targets or weights do not fit the outputs, or the batch not the states of a stateful layer.
    /// </exception>
    /// <exception cref="ArgumentException">A target makes no sense for its loss.</exception>
    public void Check(StepBatch batch)
    {
        if (model.HasCustomSteps) return;
        ForgetChanged();
        foreach (StepwiseLayer layer in _stateful ??= StatefulLayers.Of(model)) layer.RequireKeptBatch(batch.Count);
        Shape[] outputs = OutputsOf(batch);
        if (!ChecksValues) return;
        for (int i = 0; i < outputs.Length; i++)
        {
            if (batch.Y[i] is { } targets) compiled[i].Loss?.CheckBatch(targets, outputs[i], null);
        }
    }

    private Shape[] OutputsOf(StepBatch batch)
    {
        foreach (Known known in _known)
        {
            if (IsOf(known.Data, batch)) return known.Outputs;
        }

        Shape[] fed = [.. batch.X.Select(x => x.Shape)];
        return Check(
            batch.Count, fed, model.ShapesOfStep(batch.Ahead, fed), [.. batch.Y.Select(y => y is null ? null : (DataArray)y)],
            [.. batch.Weights.Select(weights => weights?.Shape)]);
    }

    /// <summary>Looks at the data of a step.</summary>
    /// <param name="count">Samples in a step.</param>
    /// <param name="x">The shapes of the tensors that are fed, samples first.</param>
    /// <param name="outputs">The shapes of the outputs.</param>
    /// <param name="y">The targets, of as many samples or more.</param>
    /// <param name="weights">The shapes of the weights, samples first.</param>
    /// <exception cref="ShapeException">Targets or weights do not fit the outputs.</exception>
    /// <returns>The shapes of the outputs.</returns>
    public Shape[] Check(int count, Shape[] x, Shape[] outputs, DataArray?[] y, Shape?[] weights)
    {
        if (model.HasCustomSteps) return [];
        ForgetChanged();
        Tape? previous = Tape.Suspend();
        try
        {
            for (int i = 0; i < outputs.Length; i++)
            {
                if (y[i] is { } target && outputs[i].IsKnown) Try(compiled[i], count, target, outputs[i], weights[i]);
            }
        }
        finally
        {
            Tape.Restore(previous);
        }

        if (_known.Count == MostKnown) _known.RemoveAt(0);
        Shape?[] data = [.. x.Select(shape => SampleOf(shape)), .. y.Select(array => array?.SampleShape), .. weights.Select(SampleOf)];
        _known.Add(new Known(data, outputs));
        return outputs;
    }

    private void ForgetChanged()
    {
        if (_state != Layer.InnerState) Forget();
    }

    /// <summary>Says that layers came or went.</summary>
    public void Forget()
    {
        (_state, _mayHaveMasks, _stateful) = (Layer.InnerState, null, null);
        _known.Clear();
    }

    private static void Try(OutputTraining output, int count, DataArray y, Shape prediction, Shape? weights)
    {
        Shape target = y.SampleShape.Prepend(count);
        bool isLarge = Math.Max((long)target.Size, prediction.Size) > MostValues;
        if (isLarge) (target, prediction, weights) = (target.WithFirst(1), prediction.WithFirst(1), weights?.WithFirst(1));
        if (output.Loss is { } loss)
        {
            Tensor targets = Tensor.Zeros(target);

            // A custom loss may refuse zeros where there are none, in targets or in predictions: it gets what it will get, and
            // shares of one for what the model will say. What it throws is for who wrote it to see.
            bool isOwn = !LibraryClasses.Contains(loss.GetType());
            if (isOwn) y.CopyRange(0, target[0], targets.Span);
            float value = !isOwn ? 0f : prediction.Rank > 1 && prediction[^1] > 1 ? 1f / prediction[^1] : 0.5f;
            loss.Apply(targets, Tensor.Full(prediction, value), weights is { } shape ? Tensor.Ones(shape) : null);
        }

        foreach (Metric metric in output.Metrics) metric.CheckShapes(target, prediction);
        foreach (Metric metric in output.WeightedMetrics) metric.CheckShapes(target, prediction);
    }

    // Samples of inputs, targets and weights, and the shapes of the outputs that belong to them.
    private sealed record Known(Shape?[] Data, Shape[] Outputs);

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
