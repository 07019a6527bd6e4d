using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Some consecutive positions of an axis, copied.</summary>
internal sealed class PartOp(int axis, int start, int count) : Op
{
    public override string Name => "Split";

    public override bool IsLinearIn(int index) => true;

    /// <summary>The axis; negative ones count from the end.</summary>
    public int Axis => axis;

    /// <summary>The first one.</summary>
    public int Start => start;

    /// <summary>How many.</summary>
    public int Count => count;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        int position = inputs[0].NormalizeAxis(axis), length = inputs[0][position];
        if (start >= 0 && count >= 0 && start <= length - count) return inputs[0].With(position, count);
        throw new ShapeException(
            $"expected positions within 0 to {length} on axis {position} of {inputs[0]} but got {count} from {start}.");
    }

    public override void Forward(Node node)
    {
        AxisView x = AxisView.Of(node.InputShape(0), axis);
        int part = count * x.Inner;
        for (int i = 0; i < x.Outer; i++)
        {
            node.Input(0).Slice((i * x.Length + start) * x.Inner, part).CopyTo(node.OutputSpan[(i * part)..]);
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        AxisView x = AxisView.Of(node.InputShape(0), axis);
        int part = count * x.Inner;

        // The other positions have no gradient from here: what is the first contribution starts with zeros.
        Span<float> dx = node.InputGradient(0), dy = node.OutputGradient;
        for (int i = 0; i < x.Outer; i++)
        {
            Span<float> to = dx.Slice((i * x.Length + start) * x.Inner, part);
            TensorPrimitives.Add(to, dy.Slice(i * part, part), to);
        }
    }
}
