using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>
/// Of inputs (mask, a, b): a where the mask is not 0, b where it is. The mask's shape is that of the leading axes of a and b, which are of
/// one shape. Without b: a number. The mask has no gradient.
/// </summary>
/// <param name="other">What stands for b where there is none.</param>
/// <param name="step">Of a mask (batch, steps): the step whose values count, for a and b of (batch, ...); -1 for the whole mask.</param>
internal sealed class MaskSelectOp(float other = 0f, int step = -1) : Op
{
    /// <summary>0 where the mask is 0.</summary>
    public static MaskSelectOp OrZero { get; } = new(0f);

    /// <summary>1 where the mask is 0.</summary>
    public static MaskSelectOp OrOne { get; } = new(1f);

    public override string Name => "Mask";

    /// <summary>What stands where the mask is 0.</summary>
    public float Other => other;

    /// <summary>Which step; -1 for all.</summary>
    public int Step => step;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape mask, Shape a) = (inputs[0], inputs[1]);
        bool fits = step < 0
            ? mask.Rank <= a.Rank && a[..mask.Rank] == mask
            : mask.Rank == 2 && step < mask[1] && a.Rank > 0 && a[0] == mask[0];
        if (!fits) throw new ShapeException($"expected a mask over the leading axes of {a} but got {mask}.");
        if (inputs.Length == 3 && inputs[2] != a) throw new ShapeException($"expected two equal shapes but got {a} and {inputs[2]}.");
        return a;
    }

    public override void Forward(Node node)
    {
        (int rows, int width) = Sizes(node);
        ReadOnlySpan<float> mask = node.Input(0), a = node.Input(1), b = node.InputCount == 3 ? node.Input(2) : [];
        Span<float> y = node.OutputSpan;
        for (int row = 0; row < rows; row++)
        {
            Span<float> to = y.Slice(row * width, width);
            if (Counts(mask, row, rows)) a.Slice(row * width, width).CopyTo(to);
            else if (b.IsEmpty) to.Fill(other);
            else b.Slice(row * width, width).CopyTo(to);
        }
    }

    public override void Backward(Node node)
    {
        AddGradient(node, 1);
        if (node.InputCount == 3) AddGradient(node, 2);
    }

    public override Tensor? GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        if (index == 0) return null;
        Tensor kept = Tape.Run(other == 0f ? this : new MaskSelectOp(0f, step), inputs[0], gradient);
        return index == 1 ? kept : gradient - kept;
    }

    private void AddGradient(Node node, int index)
    {
        if (!node.Needs(index)) return;
        (int rows, int width) = Sizes(node);
        ReadOnlySpan<float> mask = node.Input(0), dy = node.OutputGradient;
        Span<float> dx = node.InputGradient(index, out bool accumulate);
        for (int row = 0; row < rows; row++)
        {
            Span<float> to = dx.Slice(row * width, width);
            if (Counts(mask, row, rows) != (index == 1))
            {
                if (!accumulate) to.Clear();
            }
            else if (accumulate) TensorPrimitives.Add(to, dy.Slice(row * width, width), to);
            else dy.Slice(row * width, width).CopyTo(to);
        }
    }

    private bool Counts(ReadOnlySpan<float> mask, int row, int rows) =>
        mask[step < 0 ? row : row * (mask.Length / rows) + step] != 0f;

    private (int Rows, int Width) Sizes(Node node)
    {
        Shape mask = node.InputShape(0);
        int rows = step < 0 ? mask.Size : mask[0];
        return (rows, rows == 0 ? 0 : node.Output.Size / rows);
    }
}
