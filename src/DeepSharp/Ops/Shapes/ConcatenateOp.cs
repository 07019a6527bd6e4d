using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Any number of tensors one after the other along an axis; the other axes agree.</summary>
internal sealed class ConcatenateOp(int axis) : Op
{
    public override string Name => "Concatenate";

    /// <summary>The axis; negative ones count from the end.</summary>
    public int Axis => axis;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape first = inputs[0];
        int along = first.NormalizeAxis(axis);
        Span<int> lengths = stackalloc int[first.Rank];
        first.AsSpan().CopyTo(lengths);
        for (int i = 1; i < inputs.Length; i++)
        {
            if (inputs[i].Rank != first.Rank) ThrowDisagree(inputs, i, along);
            for (int a = 0; a < first.Rank; a++)
            {
                int length = inputs[i][a];
                bool isKnown = lengths[a] != Shape.Any && length != Shape.Any;
                if (a == along) lengths[a] = isKnown ? Shape.LengthOf((long)lengths[a] + length) : Shape.Any;
                else if (lengths[a] == Shape.Any) lengths[a] = length;
                else if (length != lengths[a] && length != Shape.Any) ThrowDisagree(inputs, i, along);
            }
        }

        return Shape.Create(lengths);
    }

    public override void Forward(Node node)
    {
        AxisView whole = AxisView.Of(node.Output.Shape, axis);
        int start = 0;
        for (int i = 0; i < node.InputCount; i++)
        {
            int part = AxisView.Of(node.InputShape(i), axis).Length * whole.Inner;
            ReadOnlySpan<float> from = node.Input(i);
            Span<float> to = node.OutputSpan;
            for (int block = 0; block < whole.Outer; block++)
            {
                from.Slice(block * part, part).CopyTo(to[(block * whole.Length * whole.Inner + start)..]);
            }

            start += part;
        }
    }

    public override void Backward(Node node)
    {
        AxisView whole = AxisView.Of(node.Output.Shape, axis);
        int start = 0;
        for (int i = 0; i < node.InputCount; i++)
        {
            int part = AxisView.Of(node.InputShape(i), axis).Length * whole.Inner;
            if (node.Needs(i))
            {
                Span<float> gradient = node.InputGradient(i, out bool accumulate);
                for (int block = 0; block < whole.Outer; block++)
                {
                    ReadOnlySpan<float> from = node.OutputGradient.Slice(block * whole.Length * whole.Inner + start, part);
                    Span<float> to = gradient.Slice(block * part, part);
                    if (accumulate) TensorPrimitives.Add(to, from, to);
                    else from.CopyTo(to);
                }
            }

            start += part;
        }
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        int start = 0;
        for (int i = 0; i < index; i++) start += AxisView.Of(inputs[i].Shape, axis).Length;
        return Tape.Run(new PartOp(axis, start, AxisView.Of(inputs[index].Shape, axis).Length), gradient);
    }

    private static void ThrowDisagree(ReadOnlySpan<Shape> inputs, int index, int along) => throw new ShapeException(
        $"expected inputs that agree but for axis {along}, but input 0 is {inputs[0]} and input {index} is {inputs[index]}.");
}
