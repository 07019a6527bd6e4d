using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Steps, each (batch, values), as sequences: (batch, steps, values).</summary>
internal sealed class StackStepsOp : Op
{
    private StackStepsOp()
    {
    }

    public static StackStepsOp Instance { get; } = new();

    public override string Name => "StackSteps";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        foreach (Shape step in inputs)
        {
            if (step.Rank != 2 || step != inputs[0])
            {
                throw new ShapeException($"expected steps of one shape (batch, values) but got {inputs[0]} and {step}.");
            }
        }

        return [inputs[0][0], inputs.Length, inputs[0][1]];
    }

    public override void Forward(Node node)
    {
        Shape y = node.Output.Shape;
        for (int step = 0; step < y[1]; step++)
        {
            ReadOnlySpan<float> x = node.Input(step);
            for (int row = 0; row < y[0]; row++) x.Slice(row * y[2], y[2]).CopyTo(node.OutputSpan[((row * y[1] + step) * y[2])..]);
        }
    }

    public override void Backward(Node node)
    {
        Shape y = node.Output.Shape;
        for (int step = 0; step < y[1]; step++)
        {
            if (!node.Needs(step)) continue;
            Span<float> dx = node.InputGradient(step), dy = node.OutputGradient;
            for (int row = 0; row < y[0]; row++)
            {
                Span<float> part = dx.Slice(row * y[2], y[2]);
                TensorPrimitives.Add(part, dy.Slice((row * y[1] + step) * y[2], y[2]), part);
            }
        }
    }
}
