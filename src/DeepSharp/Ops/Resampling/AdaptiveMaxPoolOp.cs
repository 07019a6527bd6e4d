using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Maxima of as many windows along each axis as are asked for, which together cover it. The first of equal maxima, row by row, gets the
/// gradient.
/// </summary>
/// <remarks>
/// Axis after axis, the last one first: of the maxima of the rows of a window the first one wins, and in that row the first value.
/// </remarks>
internal sealed class AdaptiveMaxPoolOp(AxisSizes outputSize) : Op
{
    public override string Name => $"AdaptiveMaxPool{outputSize.Count}D";

    /// <summary>Windows along each axis.</summary>
    public AxisSizes OutputSize => outputSize;

    private int Axes => outputSize.Count;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => InferShape(inputs[0]);

    /// <summary>The shape of the output; unknown lengths stay unknown.</summary>
    /// <exception cref="ShapeException">The input has other axes, samples that hold nothing, or too many values in a window.</exception>
    public Shape InferShape(Shape input)
    {
        SpatialInput.RequireElements(input, Axes);
        Shape output = input;
        for (int axis = 0; axis < Axes; axis++)
        {
            output = output.With(axis + 1, outputSize[axis]);
            if (input[axis + 1] / outputSize[axis] < AdaptiveMaxKernels.LargestWindow - 1) continue;
            throw new ShapeException(
                $"expected windows of fewer than {AdaptiveMaxKernels.LargestWindow:N0} values along each axis but got {outputSize[axis]} " +
                $"for {input[axis + 1]:N0} {SpatialInput.Lines(Axes)} of {input}. Ask for more windows.");
        }

        return output;
    }

    public override void Forward(Node node)
    {
        if (node.Output.Size == 0) return;
        ReadOnlySpan<float> from = node.Input(0);
        Shape shape = node.InputShape(0);
        for (int axis = Axes; axis > 0; axis--)
        {
            Shape next = shape.With(axis, outputSize[axis - 1]);
            Span<float> to = axis == 1 ? node.OutputSpan : node.Save<float>(ValuesSlot(axis), next.Size);
            Span<float> positions = node.IsRecorded ? node.Save<float>(PositionsSlot(axis), next.Size) : [];
            AdaptiveMaxKernels.Forward(
                new AdaptiveAxis(shape[axis], next[axis]), from, shape[..axis].Size, shape[(axis + 1)..].Size, to, positions);
            from = to;
            shape = next;
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        if (node.Output.Size == 0)
        {
            node.InputGradient(0);
            return;
        }

        // The maxima between are not needed any more: their gradients take the place.
        ReadOnlySpan<float> from = node.OutputGradient;
        Shape shape = node.Output.Shape, x = node.InputShape(0);
        for (int axis = 1; axis <= Axes; axis++)
        {
            Shape next = shape.With(axis, x[axis]);
            bool accumulate = false;
            Span<float> to = axis == Axes ? node.InputGradient(0, out accumulate) : node.Saved<float>(ValuesSlot(axis + 1), next.Size);
            AdaptiveMaxKernels.Backward(
                new AdaptiveAxis(next[axis], shape[axis]), from, node.Saved<float>(PositionsSlot(axis), shape.Size), shape[..axis].Size,
                shape[(axis + 1)..].Size, to, accumulate);
            from = to;
            shape = next;
        }
    }

    private static int ValuesSlot(int axis) => 2 * axis - 2;

    private static int PositionsSlot(int axis) => 2 * axis - 1;
}
