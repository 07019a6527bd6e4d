namespace DeepSharp;

/// <summary>
/// A part of images of a height and a width, from the row and the column that the first two numbers say, for all of a batch.
/// </summary>
internal sealed class CropOp(Size2D size) : Op
{
    public override string Name => "Crop";

    /// <summary>Rows and columns of the part.</summary>
    public Size2D Size => size;

    public override bool IsLinearIn(int index) => index == 0;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank == 4 && x[1] >= size.Height && x[2] >= size.Width) return [x[0], size.Height, size.Width, x[3]];
        throw new ShapeException($"expected images of at least {size.Height} x {size.Width} pixels but got {x}.");
    }

    public override void Forward(Node node)
    {
        if (node.Output.Size == 0) return;
        Shape x = node.InputShape(0);
        ReadOnlySpan<float> from = node.Input(0);
        Span<float> to = node.OutputSpan;
        int row = size.Width * x[3];
        for (int line = 0; line < x[0] * size.Height; line++) from.Slice(Place(node, x, line), row).CopyTo(to.Slice(line * row, row));
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Shape x = node.InputShape(0);
        Span<float> dx = node.InputGradient(0), dy = node.OutputGradient;
        int row = size.Width * x[3];
        for (int line = 0; line < x[0] * size.Height; line++)
        {
            Span<float> part = dx.Slice(Place(node, x, line), row);
            System.Numerics.Tensors.TensorPrimitives.Add(part, dy.Slice(line * row, row), part);
        }
    }

    private int Place(Node node, Shape x, int line)
    {
        (int image, int row) = Math.DivRem(line, size.Height);
        ReadOnlySpan<float> start = node.Input(1);
        return ((image * x[1] + (int)start[0] + row) * x[2] + (int)start[1]) * x[3];
    }
}
