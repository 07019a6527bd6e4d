using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>One step of sequences, copied: (batch, steps, values) to (batch, values).</summary>
internal sealed class StepOp(int step) : Op
{
    public override string Name => "Step";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        if (x.Rank == 3 && step < x[1]) return [x[0], x[2]];
        throw new ShapeException($"expected an input of shape (batch, steps, values) with {step + 1} steps or more but got {x}.");
    }

    public override void Forward(Node node)
    {
        Shape x = node.InputShape(0);
        for (int row = 0; row < x[0]; row++) node.Input(0).Slice((row * x[1] + step) * x[2], x[2]).CopyTo(node.OutputSpan[(row * x[2])..]);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Shape x = node.InputShape(0);
        Span<float> dx = node.InputGradient(0), dy = node.OutputGradient;
        for (int row = 0; row < x[0]; row++)
        {
            Span<float> part = dx.Slice((row * x[1] + step) * x[2], x[2]);
            TensorPrimitives.Add(part, dy.Slice(row * x[2], x[2]), part);
        }
    }
}
