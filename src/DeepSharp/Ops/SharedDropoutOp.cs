using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Dropout of (batch, steps, values) that drops the same values at all steps of a sample.</summary>
internal sealed class SharedDropoutOp(float rate, RandomStream stream) : Op
{
    public override string Name => "Dropout";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward(Node node)
    {
        Shape x = node.InputShape(0);
        Span<float> mask = node.Save<float>(0, x[0] * x[2]);
        stream.FillBernoulli(mask, 1f - rate, 1f / (1f - rate));
        ReadOnlySpan<float> from = node.Input(0);
        Span<float> to = node.OutputSpan;
        for (int i = 0; i < x[0] * x[1]; i++)
        {
            TensorPrimitives.Multiply(from.Slice(i * x[2], x[2]), mask.Slice(i / x[1] * x[2], x[2]), to.Slice(i * x[2], x[2]));
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Shape x = node.InputShape(0);
        ReadOnlySpan<float> mask = node.Saved<float>(0, x[0] * x[2]), dy = node.OutputGradient;
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        for (int i = 0; i < x[0] * x[1]; i++)
        {
            ReadOnlySpan<float> from = dy.Slice(i * x[2], x[2]), factors = mask.Slice(i / x[1] * x[2], x[2]);
            Span<float> to = dx.Slice(i * x[2], x[2]);
            if (accumulate) TensorPrimitives.MultiplyAddEstimate(from, factors, to, to);
            else TensorPrimitives.Multiply(from, factors, to);
        }
    }
}
