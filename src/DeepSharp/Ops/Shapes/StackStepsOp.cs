using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Steps, each (batch, ...), as sequences: (batch, steps, ...).</summary>
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
            if (step.Rank == 0 || step != inputs[0])
            {
                throw new ShapeException($"expected steps of one shape (batch, ...) but got {inputs[0]} and {step}.");
            }
        }

        return inputs[0].Insert(1, inputs.Length);
    }

    public override void Forward(Node node)
    {
        (int batch, int steps, int width) = Sizes(node);
        for (int step = 0; step < steps; step++)
        {
            ReadOnlySpan<float> x = node.Input(step);
            for (int row = 0; row < batch; row++) x.Slice(row * width, width).CopyTo(node.OutputSpan[((row * steps + step) * width)..]);
        }
    }

    public override void Backward(Node node)
    {
        (int batch, int steps, int width) = Sizes(node);
        for (int step = 0; step < steps; step++)
        {
            if (!node.Needs(step)) continue;
            Span<float> dx = node.InputGradient(step), dy = node.OutputGradient;
            for (int row = 0; row < batch; row++)
            {
                Span<float> part = dx.Slice(row * width, width);
                TensorPrimitives.Add(part, dy.Slice((row * steps + step) * width, width), part);
            }
        }
    }

    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient) =>
        Tape.Run(new PartOp(1, index, 1), gradient).Reshape(inputs[index].Shape);

    private static (int Batch, int Steps, int Width) Sizes(Node node)
    {
        Shape y = node.Output.Shape;
        return (y[0], y[1], y[2..].Size);
    }
}
