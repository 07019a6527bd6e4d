using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Every head of (batch, steps, heads, width) several times, one after the other, so that there are so many.</summary>
internal sealed class RepeatHeadsOp(int heads) : Op
{
    public override string Name => "RepeatHeads";

    public override bool IsLinearIn(int index) => true;

    /// <summary>Heads of the output.</summary>
    public int Heads => heads;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank == 4 && x[2] > 0 && heads % x[2] == 0) return x.With(2, heads);
        throw new ShapeException($"expected (batch, steps, heads, width) with heads that divide {heads} but got {x}.");
    }

    public override void Forward(Node node)
    {
        (int times, int width) = Sizes(node);
        ReadOnlySpan<float> x = node.Input(0);
        Span<float> y = node.OutputSpan;
        for (int from = 0, to = 0; from < x.Length; from += width)
        {
            for (int i = 0; i < times; i++, to += width) x.Slice(from, width).CopyTo(y[to..]);
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        (int times, int width) = Sizes(node);
        ReadOnlySpan<float> dy = node.OutputGradient;
        Span<float> dx = node.InputGradient(0);
        for (int to = 0, from = 0; to < dx.Length; to += width)
        {
            Span<float> sum = dx.Slice(to, width);
            for (int i = 0; i < times; i++, from += width) TensorPrimitives.Add(sum, dy.Slice(from, width), sum);
        }
    }

    private (int Times, int Width) Sizes(Node node) => (heads / node.InputShape(0)[2], Math.Max(1, node.InputShape(0)[3]));
}
