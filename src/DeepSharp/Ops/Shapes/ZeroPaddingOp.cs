using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Sequences, images or volumes with zeros around them.</summary>
internal sealed class ZeroPaddingOp(AxisMargins padding) : Op
{
    public override string Name => $"ZeroPadding{padding.Axes}D";

    public override bool IsLinearIn(int index) => true;

    /// <summary>Zeros before and after, along each axis.</summary>
    public AxisMargins Padding => padding;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => InferShape(inputs[0]);

    /// <summary>The shape of the output; unknown lengths stay unknown.</summary>
    /// <exception cref="ShapeException">The input has other axes.</exception>
    public Shape InferShape(Shape input)
    {
        SpatialInput.Require(input, padding.Axes);
        Shape output = input;
        for (int axis = 0; axis < padding.Axes; axis++)
        {
            int length = input[axis + 1];
            if (length == Shape.Any) continue;
            output = output.With(axis + 1, Shape.LengthOf((long)padding.Before[axis] + length + padding.After[axis]));
        }

        return output;
    }

    public override void Forward(Node node) =>
        BlockKernels.Surround(padding.Geometry(node.InputShape(0), node.Output.Shape), node.Input(0), 0f, node.OutputSpan);

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        BlockKernels.Extract(padding.Geometry(node.InputShape(0), node.Output.Shape), node.OutputGradient, dx, accumulate);
    }
}
