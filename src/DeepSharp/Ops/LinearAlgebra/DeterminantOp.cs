using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>What a determinant is given as.</summary>
internal enum DeterminantKind
{
    /// <summary>Its value.</summary>
    Value,

    /// <summary>Its sign, -1, 0 or 1.</summary>
    Sign,

    /// <summary>The logarithm of its magnitude.</summary>
    Log,
}

/// <summary>Determinants of matrices.</summary>
internal sealed class DeterminantOp(DeterminantKind kind) : MatrixOp
{
    public override string Name => kind == DeterminantKind.Value ? "Det" : "SlogDet";

    /// <summary>What it is given as.</summary>
    public DeterminantKind Kind => kind;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Square(inputs[0]);
        return inputs[0][..^2];
    }

    public override void Forward(Node node)
    {
        int size = Square(node.InputShape(0));
        for (int i = 0; i < node.OutputSpan.Length; i++)
        {
            var factors = LuFactors.Of(node.Input(0).Slice(i * size * size, size * size), size);
            node.OutputSpan[i] = (float)(kind switch
            {
                DeterminantKind.Value => factors.Determinant(),
                DeterminantKind.Sign => factors.LogDeterminant().Sign,
                _ => factors.LogDeterminant().Log,
            });
        }
    }

    // d det = det·A⁻ᵀ, d log|det| = A⁻ᵀ (Jacobi's formula)
    public override Tensor? GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        if (kind == DeterminantKind.Sign) return null;
        Tensor scale = kind == DeterminantKind.Value ? gradient * output : gradient;
        return Ops.ExpandDims(Ops.ExpandDims(scale, -1), -1) * T(Ops.Inv(inputs[0]));
    }
}
