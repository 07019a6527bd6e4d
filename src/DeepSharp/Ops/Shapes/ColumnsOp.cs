using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Some consecutive values of the last axis, copied.</summary>
internal sealed class ColumnsOp(int start, int count) : Op
{
    public override string Name => "Columns";

    public override bool IsLinearIn(int index) => true;

    /// <summary>The first one.</summary>
    public int Start => start;

    /// <summary>How many.</summary>
    public int Count => count;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank > 0 && start + count <= x[^1]) return x.WithLast(count);
        throw new ShapeException($"expected an input whose last axis has {start + count} values or more but got {x}.");
    }

    public override void Forward(Node node)
    {
        int columns = node.InputShape(0)[^1];
        ReadOnlySpan<float> x = node.Input(0);
        Span<float> y = node.OutputSpan;
        for (int from = start, to = 0; to < y.Length; from += columns, to += count) x.Slice(from, count).CopyTo(y[to..]);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        int columns = node.InputShape(0)[^1];
        Span<float> dx = node.InputGradient(0), dy = node.OutputGradient;
        for (int to = start, from = 0; from < dy.Length; to += columns, from += count)
        {
            Span<float> part = dx.Slice(to, count);
            TensorPrimitives.Add(part, dy.Slice(from, count), part);
        }
    }
}
