using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

internal static unsafe partial class MatMulKernels
{
    /// <summary>C (+)= op(A)·op(B) where the rows of A and B, as they are stored, may be further apart than they are long.</summary>
    public static void Multiply(
        float* a, nint aStride, bool transposeA, float* b, nint bStride, bool transposeB, float* c,
        int rows, int inner, int columns, bool accumulate)
    {
        MatMulProblem problem = Problem(a, transposeA, b, transposeB, c, rows, inner, columns, accumulate);
        bool isContiguous = aStride == (transposeA ? rows : inner) && bStride == (transposeB ? inner : columns);
        if (transposeA) problem.ADepthStride = aStride;
        else problem.ARowStride = aStride;
        if (transposeB) problem.BColumnStride = bStride;
        else problem.BDepthStride = bStride;
        if (IsVector(problem) && !isContiguous) MultiplyVector(problem);
        else Run(problem);
    }

    // The kernels for products with a vector read contiguous matrices only.
    private static void MultiplyVector(in MatMulProblem problem)
    {
        for (int row = 0; row < problem.Rows; row++)
        {
            float* a = problem.A + row * problem.ARowStride;
            for (int column = 0; column < problem.Columns; column++)
            {
                float* b = problem.B + column * problem.BColumnStride, c = problem.C + (nint)row * problem.Columns + column;
                float sum = Dot(a, problem.ADepthStride, b, problem.BDepthStride, problem.Inner);
                *c = problem.Accumulate ? *c + sum : sum;
            }
        }
    }

    private static float Dot(float* a, nint aStride, float* b, nint bStride, int length)
    {
        if (aStride == 1 && bStride == 1)
        {
            return TensorPrimitives.Dot(new ReadOnlySpan<float>(a, length), new ReadOnlySpan<float>(b, length));
        }

        float sum = 0f;
        for (int k = 0; k < length; k++) sum = float.MultiplyAddEstimate(a[k * aStride], b[k * bStride], sum);
        return sum;
    }
}
