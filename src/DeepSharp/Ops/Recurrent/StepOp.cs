using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>One step of sequences: (batch, steps, ...) to (batch, ...).</summary>
internal sealed class StepOp(int step) : Op
{
    private static readonly StepCache<StepOp> s_known = new(step => new StepOp(step));

    public override string Name => "Step";

    public override bool IsLinearIn(int index) => true;

    public override bool KeepsOutputGradient => true;

    /// <summary>Which step.</summary>
    public int Step => step;

    /// <summary>One for each of the first steps, and perhaps for more.</summary>
    public static StepOp[] Of(int steps) => s_known.Of(steps);

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank >= 2 && step < x[1]) return x[2..].Prepend(x[0]);
        throw new ShapeException($"expected an input (batch, steps, ...) of more than {step} steps but got {x}.");
    }

    public override void Forward(Node node)
    {
        (int batch, int stride, int width) = Sizes(node);
        for (int row = 0; row < batch; row++)
        {
            node.Input(0).Slice(row * stride + step * width, width).CopyTo(node.OutputSpan[(row * width)..]);
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        (int batch, int stride, int width) = Sizes(node);
        Span<float> dx = node.InputGradient(0), dy = node.OutputGradient;
        for (int row = 0; row < batch; row++)
        {
            Span<float> part = dx.Slice(row * stride + step * width, width);
            TensorPrimitives.Add(part, dy.Slice(row * width, width), part);
        }
    }

    private static (int Batch, int Stride, int Width) Sizes(Node node)
    {
        Shape x = node.InputShape(0);
        int stride = x[1..].Size;
        return (x[0], stride, stride / x[1]);
    }
}
