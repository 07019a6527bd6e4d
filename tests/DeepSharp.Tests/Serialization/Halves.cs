namespace DeepSharp.Tests.Serialization;

/// <summary>A layer with two outputs: the first half of the features, and the second.</summary>
internal sealed class Halves(string? name = null) : Layer(name)
{
    public override Shape ComputeOutputShape(Shape input) => input.WithLast(input[^1] / 2);

    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) =>
        [ComputeOutputShape(inputs[0]), ComputeOutputShape(inputs[0])];

    protected override Tensor Call(Tensor input, bool training) => throw new NotSupportedException("It has two outputs.");

    protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
    {
        Tensor columns = inputs[0].Transpose();
        int half = columns.Shape[0] / 2;
        (outputs[0], outputs[1]) = (columns.Slice(0, half).Transpose(), columns.Slice(half, half).Transpose());
    }
}
