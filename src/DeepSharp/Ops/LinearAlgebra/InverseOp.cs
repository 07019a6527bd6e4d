using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Inverse matrices.</summary>
internal sealed class InverseOp : MatrixOp
{
    public static InverseOp Instance { get; } = new();

    public override string Name => "Inv";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Square(inputs[0]);
        return inputs[0];
    }

    public override void Forward(Node node)
    {
        int size = Square(node.InputShape(0)), count = Count(node.InputShape(0));
        for (int i = 0; i < count; i++)
        {
            var factors = LuFactors.Of(node.Input(0).Slice(i * size * size, size * size), size);
            if (factors.IsSingular) throw Singular(i, count);
            var identity = new double[size * size];
            for (int k = 0; k < size; k++) identity[k * size + k] = 1;
            factors.Solve(identity, size);
            Write(identity, node.OutputSpan[(i * size * size)..]);
        }
    }

    // dA = -Yᵀ·dY·Yᵀ
    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient) =>
        -T(output).MatMul(gradient).MatMul(T(output));
}
