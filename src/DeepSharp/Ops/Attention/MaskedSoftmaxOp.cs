using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Softmax over the last axes together, of scores and perhaps a mask that stretches to them: what it leaves out has the probability 0. The
/// mask has no gradient.
/// </summary>
/// <param name="axes">How many axes a row of scores has.</param>
/// <param name="zeroEmpty">Whether a row that is left out as a whole gives zeros; else all its probabilities are equal.</param>
internal sealed class MaskedSoftmaxOp(int axes, bool zeroEmpty) : Op
{
    public override string Name => "MaskedSoftmax";

    /// <summary>How many axes a row has.</summary>
    public int Axes => axes;

    /// <summary>Whether a row that is left out gives zeros.</summary>
    public bool ZeroEmpty => zeroEmpty;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape scores = inputs[0];
        if (inputs.Length == 1 || (inputs[1].Rank <= scores.Rank && Shape.Broadcast(scores, inputs[1]) == scores)) return scores;
        throw new ShapeException($"expected a mask that stretches to the scores {scores} but got {inputs[1]}.");
    }

    public override void Forward(Node node)
    {
        Span<float> y = node.OutputSpan;
        (int rows, int length) = Sizes(node.Output.Shape);
        if (node.InputCount == 1)
        {
            SoftmaxKernels.Softmax(node.Input(0), rows, length, 1, y);
            return;
        }

        Shape mask = node.InputShape(1), scores = node.Output.Shape;
        BroadcastKernels.Expand(BroadcastGeometry.Create(mask.AsSpan(), scores.AsSpan()), node.Input(1), y, 1f, accumulate: false);
        ReadOnlySpan<float> x = node.Input(0);
        Span<float> isEmpty = node.Save<float>(0, rows);
        for (int row = 0; row < rows; row++)
        {
            Span<float> to = y.Slice(row * length, length);
            bool isLeftOut = !to.ContainsAnyExcept(0f);
            isEmpty[row] = isLeftOut ? 1f : 0f;
            ReadOnlySpan<float> from = x.Slice(row * length, length);
            for (int i = 0; i < to.Length; i++) to[i] = isLeftOut ? 0f : to[i] == 0f ? float.NegativeInfinity : from[i];
        }

        SoftmaxKernels.Softmax(y, rows, length, 1, y);
        for (int row = 0; zeroEmpty && row < rows; row++)
        {
            if (isEmpty[row] != 0f) y.Slice(row * length, length).Clear();
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        (int rows, int length) = Sizes(node.Output.Shape);
        Span<float> gradient = node.OutputGradient, dx = node.InputGradient(0, out bool accumulate);

        // What is left out as a whole does not depend on its scores.
        ReadOnlySpan<float> isEmpty = node.InputCount == 1 ? [] : node.Saved<float>(0, rows);
        for (int row = 0; row < isEmpty.Length; row++)
        {
            if (isEmpty[row] != 0f) gradient.Slice(row * length, length).Clear();
        }

        SoftmaxKernels.AccumulateSoftmaxGradient(node.OutputSpan, gradient, rows, length, 1, dx, accumulate);
    }

    public override Tensor? GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        if (index > 0) return null;

        // A row that is left out as a whole does not depend on its scores.
        Span<int> row = stackalloc int[axes];
        for (int i = 0; i < axes; i++) row[i] = i - axes;
        if (inputs.Length > 1) gradient *= inputs[1].NotEqualTo(0).BroadcastTo(output.Shape).Max(row, keepDims: true);
        return output * (gradient - (gradient * output).Sum(row, keepDims: true));
    }

    private (int Rows, int Length) Sizes(Shape scores)
    {
        int length = scores[^axes..].Size;
        return (length == 0 ? 0 : scores.Size / length, length);
    }
}
