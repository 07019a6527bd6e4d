using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Images whose pixels come from places to the right and below by what two images (batch, height, width, 1) say.</summary>
internal sealed class DisplaceOp(string name, bool isBilinear, BorderRule border, float fill) : Op
{
    public override string Name => name;

    /// <summary>Whether four pixels are mixed; else the nearest is taken.</summary>
    public bool IsBilinear => isBilinear;

    /// <summary>What there is beyond the border.</summary>
    public BorderRule Border => border;

    /// <summary>With a constant border, its value.</summary>
    public float Fill => fill;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (inputs[1] == inputs[2] && x.Rank == 4 && inputs[1] == x.WithLast(1)) return x;
        throw new ShapeException($"expected displacements of shape {x.WithLast(1)} for images of {x} but got {inputs[1]} and {inputs[2]}.");
    }

    public override unsafe void Forward(Node node)
    {
        fixed (float* dx = node.Input(1), dy = node.Input(2))
        {
            SampleKernels.Sample(ShapeOf(node), node.Input(0), node.OutputSpan, new DisplacementMap(dx, dy, node.InputShape(0)[1]));
        }
    }

    public override unsafe void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        fixed (float* dx = node.Input(1), dy = node.Input(2))
        {
            var map = new DisplacementMap(dx, dy, node.InputShape(0)[1]);
            SampleKernels.AddGradient(ShapeOf(node), node.OutputGradient, node.InputGradient(0), map);
        }
    }

    private SampleShape ShapeOf(Node node)
    {
        Shape x = node.InputShape(0);
        return new SampleShape(x[0], x[1], x[2], x[3], isBilinear, border, fill);
    }
}
