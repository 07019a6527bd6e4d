using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Images whose pixels come from other places, by eight numbers an image: see <see cref="ProjectiveMap"/>.</summary>
internal sealed class SampleOp(string name, bool isBilinear, BorderRule border, float fill) : Op
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
        ImageNumbers.Require(inputs[0], inputs[1], ProjectiveMap.Count);
        return inputs[0];
    }

    public override unsafe void Forward(Node node)
    {
        fixed (float* numbers = node.Input(1))
        {
            SampleKernels.Sample(ShapeOf(node), node.Input(0), node.OutputSpan, new ProjectiveMap(numbers));
        }
    }

    public override unsafe void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        fixed (float* numbers = node.Input(1))
        {
            SampleKernels.AddGradient(ShapeOf(node), node.OutputGradient, node.InputGradient(0), new ProjectiveMap(numbers));
        }
    }

    private SampleShape ShapeOf(Node node)
    {
        Shape x = node.InputShape(0);
        return new SampleShape(x[0], x[1], x[2], x[3], isBilinear, border, fill);
    }
}
