using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Sequences, images or volumes without their borders.</summary>
internal sealed class CroppingOp(AxisMargins cropping) : Op
{
    public override string Name => $"Cropping{cropping.Axes}D";

    public override bool IsLinearIn(int index) => true;

    /// <summary>What is cut off before and after, along each axis.</summary>
    public AxisMargins Cropping => cropping;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => InferShape(inputs[0]);

    /// <summary>The shape of the output; unknown lengths stay unknown.</summary>
    /// <exception cref="ShapeException">The input has other axes, or nothing is left of it.</exception>
    public Shape InferShape(Shape input)
    {
        SpatialInput.Require(input, cropping.Axes);
        Shape output = input;
        for (int axis = 0; axis < cropping.Axes; axis++)
        {
            int length = input[axis + 1];
            if (length == Shape.Any) continue;
            long left = length - (long)cropping.Before[axis] - cropping.After[axis];
            if (left < 1)
            {
                throw new ShapeException(
                    $"expected {SpatialInput.Samples(cropping.Axes)} from which something is left but got {input}, of which " +
                    $"{cropping.Before[axis]} and {cropping.After[axis]} are cut off axis {axis + 1}. Crop less.");
            }

            output = output.With(axis + 1, (int)left);
        }

        return output;
    }

    public override void Forward(Node node) =>
        BlockKernels.Extract(cropping.Geometry(node.Output.Shape, node.InputShape(0)), node.Input(0), node.OutputSpan, accumulate: false);

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        BlockGeometry block = cropping.Geometry(node.Output.Shape, node.InputShape(0));
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        if (accumulate) BlockKernels.Add(block, node.OutputGradient, dx);
        else BlockKernels.Surround(block, node.OutputGradient, 0f, dx);
    }
}
