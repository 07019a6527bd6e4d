using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>y = x * scale + offset</summary>
internal sealed class AffineOp(float scale, float offset) : Op
{
    public override string Name => "Affine";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward(Node node)
    {
        TensorPrimitives.Multiply(node.Input(0), scale, node.OutputSpan);
        TensorPrimitives.Add(node.OutputSpan, offset, node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        if (accumulate) TensorPrimitives.MultiplyAddEstimate(node.OutputGradient, scale, dx, dx);
        else TensorPrimitives.Multiply(node.OutputGradient, scale, dx);
    }
}
