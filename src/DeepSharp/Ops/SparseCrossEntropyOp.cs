using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>-log of the probability of the right class. Inputs: labels (whole numbers), and probabilities or logits.</summary>
internal sealed class SparseCrossEntropyOp(bool fromLogits, int? ignoreClass) : Op
{
    public override string Name => "sparse_categorical_crossentropy";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => LossShapes.Labels(inputs[0], inputs[1]);

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> labels = node.Input(0);
        ReadOnlySpan<float> predictions = node.Input(1);
        int classes = node.InputShape(1)[^1];
        int invalid = LabelKernels.FirstInvalidLabel(labels, classes, ignoreClass);
        if (invalid >= 0)
        {
            throw new ValueException(
                $"{Name}: expected labels that are whole numbers from 0 to {classes - 1}, for predictions of shape {node.InputShape(1)}, " +
                $"but label {invalid} of the batch is {labels[invalid]}. Correct the labels, or give the last layer more units.");
        }

        if (!fromLogits) CrossEntropyKernels.ForwardSparse(predictions, labels, node.OutputSpan, classes, ignoreClass);
        else
        {
            Span<float> probabilities = node.IsRecorded ? node.Save<float>(0, predictions.Length) : [];
            SoftmaxCrossEntropyKernels.ForwardSparse(predictions, labels, probabilities, node.OutputSpan, classes, ignoreClass);
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(1)) return;
        ReadOnlySpan<float> labels = node.Input(0);
        ReadOnlySpan<float> predictions = node.Input(1);
        int classes = node.InputShape(1)[^1];
        Span<float> gradient = node.InputGradient(1, out bool accumulate);
        if (!fromLogits)
        {
            CrossEntropyKernels.BackwardSparse(predictions, labels, node.OutputGradient, gradient, classes, ignoreClass, accumulate);
        }
        else
        {
            ReadOnlySpan<float> probabilities = node.Saved<float>(0, predictions.Length);
            SoftmaxCrossEntropyKernels.BackwardSparse(
                probabilities, labels, node.OutputGradient, gradient, classes, ignoreClass, accumulate);
        }
    }
}
