using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>a·sigmoid(b) of the halves a and b along an axis.</summary>
internal sealed class GLUOp(int axis) : Op
{
    public override string Name => "GLU";

    /// <summary>The axis; negative ones count from the end.</summary>
    public int Axis => axis;

    public static Shape OutputShape(Shape input, int axis)
    {
        int position = input.NormalizeAxis(axis);
        int length = input[position];
        if (length != Shape.Any && length % 2 != 0)
        {
            throw new ShapeException($"expected an even length on axis {axis} to halve but got {input}.");
        }

        return input.With(position, length == Shape.Any ? Shape.Any : length / 2);
    }

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => OutputShape(inputs[0], axis);

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> x = node.Input(0);
        Span<float> y = node.OutputSpan;
        int half = Half(node);
        for (int start = 0; start < y.Length; start += half)
        {
            Span<float> part = y.Slice(start, half);
            TensorPrimitives.Sigmoid(x.Slice(2 * start + half, half), part);
            TensorPrimitives.Multiply(part, x.Slice(2 * start, half), part);
            VanishingKernels.Flush(part);
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        ReadOnlySpan<float> x = node.Input(0);
        ReadOnlySpan<float> dy = node.OutputGradient;
        Span<float> dx = node.InputGradient(0);
        int half = Half(node);
        for (int start = 0; start < dy.Length; start += half)
        {
            for (int i = start; i < start + half; i++)
            {
                int a = start + i;
                int b = a + half;
                float gate = 1f / (1f + MathF.Exp(-x[b]));
                dx[a] = Vanishing.Drop(dx[a] + dy[i] * gate);
                dx[b] = Vanishing.Drop(dx[b] + dy[i] * x[a] * gate * (1f - gate));
            }
        }
    }

    public override Tensor OutputOps(Node node)
    {
        int half = AxisView.Of(node.Output.Shape, axis).Length;
        Tensor x = node.InputTensor(0);
        return Tape.Run(new PartOp(axis, 0, half), x) * Tape.Run(new PartOp(axis, half, half), x).Sigmoid();
    }

    // Values in one half: the halved axis and all after it.
    private int Half(Node node) => node.Output.Shape[node.Output.Shape.NormalizeAxis(axis)..].Size;
}
