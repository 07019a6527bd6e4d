using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// 1 where a comparison, or a logical function, of two tensors holds and 0 elsewhere, under NumPy's broadcasting. It has no gradient.
/// </summary>
internal sealed class CompareOp<TFunction>(string name) : Op where TFunction : unmanaged, IBinaryFunction
{
    public override string Name => name;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => Shape.Broadcast(inputs[0], inputs[1]);

    public override void Forward(Node node)
    {
        Shape left = node.InputShape(0), right = node.InputShape(1);
        BroadcastKernels.Map(
            BroadcastGeometry.Create(left.AsSpan(), right.AsSpan()), node.Input(0), node.Input(1), node.OutputSpan, default(TFunction));
    }

    public override void Backward(Node node)
    {
    }
}
