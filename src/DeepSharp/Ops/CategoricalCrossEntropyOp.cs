using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>-Σ t·log p over the classes. Inputs: rows of targets, and probabilities or logits.</summary>
internal sealed class CategoricalCrossEntropyOp(bool fromLogits, float labelSmoothing) : Op
{
    public override string Name => "categorical_crossentropy";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape target, Shape prediction) = (inputs[0], inputs[1]);
        if (prediction.Rank == 0 || target != prediction)
        {
            throw new ShapeException(
                $"expected one-hot targets of the shape of the predictions, {prediction}, but got {target}. Labels as whole numbers go " +
                $"with sparse_categorical_crossentropy.");
        }

        return prediction[..^1];
    }

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> targets = node.Input(0);
        ReadOnlySpan<float> predictions = node.Input(1);
        int classes = node.InputShape(1)[^1];
        if (!fromLogits) CrossEntropyKernels.ForwardDense(predictions, targets, node.OutputSpan, classes, labelSmoothing);
        else
        {
            Span<float> probabilities = node.IsRecorded ? node.Save<float>(0, predictions.Length) : [];
            SoftmaxCrossEntropyKernels.ForwardDense(predictions, targets, probabilities, node.OutputSpan, classes, labelSmoothing);
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(1)) return;
        ReadOnlySpan<float> targets = node.Input(0);
        ReadOnlySpan<float> predictions = node.Input(1);
        int classes = node.InputShape(1)[^1];
        Span<float> gradient = node.InputGradient(1, out bool accumulate);
        if (!fromLogits)
        {
            CrossEntropyKernels.BackwardDense(predictions, targets, node.OutputGradient, gradient, classes, labelSmoothing, accumulate);
        }
        else
        {
            ReadOnlySpan<float> probabilities = node.Saved<float>(0, predictions.Length);
            SoftmaxCrossEntropyKernels.BackwardDense(
                probabilities, targets, node.OutputGradient, gradient, classes, labelSmoothing, accumulate);
        }
    }
}
