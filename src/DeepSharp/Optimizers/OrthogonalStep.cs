using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// A step of <see cref="Muon"/>: the momentum of a matrix, brought near the nearest orthogonal matrix by Newton-Schulz iterations,
/// x = a·x + (b·xxᵀ + c·(xxᵀ)²)·x.
/// </summary>
internal sealed class OrthogonalStep(float a, float b, float c, int iterations)
{
    private float[] _x = [], _next = [], _products = [], _factor = [];

    public float A => a;

    public float B => b;

    public float C => c;

    /// <summary>Changes a matrix and its momentum.</summary>
    public void Run(
        Span<float> weight, ReadOnlySpan<float> gradient, Span<float> momentum, float kept, bool nesterov, float rate, int rows,
        int columns)
    {
        if (weight.IsEmpty) return;

        // No more than the weight has values, which an array holds.
        int side = Math.Min(rows, columns), square = side * side;
        Span<float> x = Room(ref _x, weight.Length), next = Room(ref _next, weight.Length);
        Span<float> products = Room(ref _products, square), factor = Room(ref _factor, square);
        TensorPrimitives.MultiplyAdd(momentum, kept, gradient, momentum);
        if (nesterov) TensorPrimitives.MultiplyAdd(momentum, kept, gradient, x);
        else momentum.CopyTo(x);
        TensorPrimitives.Multiply(x, 1f / (MathF.Sqrt((float)GradientNorm.SumOfSquares(x)) + 1e-7f), x);
        for (int i = 0; i < iterations; i++)
        {
            // The products of the shorter side; the factor is symmetric, so that it may stand on either side.
            bool isTall = rows > columns;
            if (isTall) MatMulOp.Multiply(x, true, x, false, products, columns, rows, columns, false);
            else MatMulOp.Multiply(x, false, x, true, products, rows, columns, rows, false);
            MatMulOp.Multiply(products, false, products, false, factor, side, side, side, false);
            TensorPrimitives.Multiply(factor, c, factor);
            TensorPrimitives.MultiplyAdd(products, b, factor, factor);
            if (isTall) MatMulOp.Multiply(x, false, factor, false, next, rows, columns, columns, false);
            else MatMulOp.Multiply(factor, false, x, false, next, rows, rows, columns, false);
            TensorPrimitives.MultiplyAdd(x, a, next, x);
        }

        TensorPrimitives.MultiplyAdd(x, -rate, weight, weight);
    }

    // Kept for the next step.
    private static Span<float> Room(ref float[] room, int length)
    {
        if (room.Length < length) room = GC.AllocateUninitializedArray<float>(length);
        return room.AsSpan(0, length);
    }
}
