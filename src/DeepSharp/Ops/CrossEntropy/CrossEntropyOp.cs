namespace DeepSharp;

/// <summary>
/// A cross-entropy of probabilities or of logits. Inputs: targets, predictions and, where the predictions are probabilities of known
/// logits, these (under any shape): losses and gradients are then those of the logits, exact where probabilities round to 0 and 1.
/// </summary>
/// <param name="fromLogits">Whether the predictions themselves are logits.</param>
internal abstract class CrossEntropyOp(bool fromLogits) : Op
{
    /// <summary>Whether predictions are logits, not probabilities.</summary>
    public bool FromLogits => fromLogits;

    private const int Prediction = 1;

    private const int Behind = 2;

    public sealed override void Forward(Node node)
    {
        if (fromLogits || HasLogitsBehind(node)) ForwardLogits(node, node.Input(node.InputCount - 1));
        else ForwardProbabilities(node, node.Input(Prediction));
    }

    public sealed override void Backward(Node node)
    {
        int source = node.InputCount - 1;
        if (node.Needs(source))
        {
            Span<float> gradient = node.InputGradient(source, out bool accumulate);
            if (fromLogits || HasLogitsBehind(node)) BackwardLogits(node, node.Input(source), gradient, accumulate);
            else BackwardProbabilities(node, node.Input(source), gradient, accumulate);
        }

        if (HasLogitsBehind(node)) KeepOfProbabilities(node);
    }

    // Past the probabilities, as the backward pass goes; but not where somebody asked for their gradient.
    public sealed override Tensor OutputOps(Node node)
    {
        Tensor target = Tape.Detach(node.InputTensor(0)), prediction = node.InputTensor(Prediction);
        if (!HasLogitsBehind(node)) return OutputOps(target, prediction, fromLogits);
        bool isAsked = node.NextWatched(prediction, node.InputTensor(Behind)) is not null;
        return isAsked ? OutputOps(target, prediction, isLogits: false)
            : OutputOps(target, node.InputTensor(Behind).Reshape(prediction.Shape), isLogits: true);
    }

    /// <summary>The shape of the losses for targets and predictions.</summary>
    public abstract Shape InferShape(Shape target, Shape prediction);

    public sealed override Shape InferShape(ReadOnlySpan<Shape> inputs) => InferShape(inputs[0], inputs[Prediction]);

    /// <summary>The losses in terms of ops, of logits or of probabilities.</summary>
    protected abstract Tensor OutputOps(Tensor target, Tensor prediction, bool isLogits);

    /// <summary>-Σ t·log q over the last axis, with q the softmax of logits, or shares of probabilities.</summary>
    protected static Tensor Entropy(Tensor shares, Tensor prediction, bool isLogits)
    {
        Tensor logs = isLogits
            ? prediction.LogSoftmax() : ElementLosses.Clip(prediction / prediction.Sum(-1, keepDims: true)).Log();
        return -(shares * logs).Sum(-1);
    }

    protected abstract void ForwardProbabilities(Node node, ReadOnlySpan<float> probabilities);

    protected abstract void ForwardLogits(Node node, ReadOnlySpan<float> logits);

    protected abstract void BackwardProbabilities(Node node, ReadOnlySpan<float> probabilities, Span<float> gradient, bool accumulate);

    protected abstract void BackwardLogits(Node node, ReadOnlySpan<float> logits, Span<float> gradient, bool accumulate);

    /// <summary>
    /// The probabilities of logits where the predictions are they; else room for them, if the backward pass will need them.
    /// </summary>
    protected static Span<float> ProbabilitiesOrRoom(Node node, int length, out bool areKnown)
    {
        areKnown = HasLogitsBehind(node);
        return areKnown ? node.InputTensor(Prediction).Values : node.IsRecorded ? node.Save<float>(0, length) : [];
    }

    /// <summary>The probabilities of logits, in the backward pass.</summary>
    protected static ReadOnlySpan<float> ProbabilitiesOfLogits(Node node, int length) =>
        HasLogitsBehind(node) ? node.Input(Prediction) : node.Saved<float>(0, length);

    private static bool HasLogitsBehind(Node node) => node.InputCount > Behind;

    // The gradient went past the probabilities. Where somebody asked for that of these it is computed besides.
    private void KeepOfProbabilities(Node node)
    {
        Tensor logits = node.InputTensor(Behind);
        Tensor? watched = node.NextWatched(node.InputTensor(Prediction), logits);
        while (watched is not null)
        {
            Span<float> gradient = node.Tape!.LeafGradient(watched, out bool accumulate);
            BackwardProbabilities(node, node.Input(Prediction), gradient, accumulate);
            watched = node.NextWatched(node.Before(watched), logits);
        }
    }
}
