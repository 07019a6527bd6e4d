using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Images with zeros around them.</summary>
internal sealed class ZeroPadding2DOp(Size2D before, Size2D after) : Op
{
    public override string Name => "ZeroPadding2D";

    /// <summary>Rows above and columns on the left.</summary>
    public Size2D Before => before;

    /// <summary>Rows below and columns on the right.</summary>
    public Size2D After => after;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => InferShape(inputs[0]);

    /// <summary>The shape of the output; unknown lengths stay unknown.</summary>
    /// <exception cref="ShapeException">The input is no batch of images.</exception>
    public Shape InferShape(Shape input)
    {
        SpatialInput.Require(input, 2);
        int height = input[1] == Shape.Any ? Shape.Any : Shape.LengthOf((long)before.Height + input[1] + after.Height);
        int width = input[2] == Shape.Any ? Shape.Any : Shape.LengthOf((long)before.Width + input[2] + after.Width);
        return [input[0], height, width, input[3]];
    }

    public override void Forward(Node node)
    {
        (Shape x, Shape y) = (node.InputShape(0), node.Output.Shape);
        if (node.Output.Size == 0) return;
        ReadOnlySpan<float> from = node.Input(0);
        Span<float> to = node.OutputSpan;
        int length = x[2] * x[3], row = y[2] * y[3], left = before.Width * y[3];
        for (int image = 0; image < y[0]; image++)
        {
            for (int i = 0; i < y[1]; i++, to = to[row..])
            {
                if (i < before.Height || i >= before.Height + x[1])
                {
                    to[..row].Clear();
                    continue;
                }

                to[..left].Clear();
                from[..length].CopyTo(to[left..]);
                to[(left + length)..row].Clear();
                from = from[length..];
            }
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0) || node.InputTensor(0).Size == 0) return;
        (Shape x, Shape y) = (node.InputShape(0), node.Output.Shape);
        ReadOnlySpan<float> gradient = node.OutputGradient;
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        int length = x[2] * x[3];
        for (int row = 0; row < x[0] * x[1]; row++, dx = dx[length..])
        {
            (int image, int i) = Math.DivRem(row, x[1]);
            int at = ((image * y[1] + before.Height + i) * y[2] + before.Width) * y[3];
            if (accumulate) TensorPrimitives.Add(dx[..length], gradient.Slice(at, length), dx[..length]);
            else gradient.Slice(at, length).CopyTo(dx);
        }
    }
}
