using System.Numerics.Tensors;

namespace DeepSharp;

/// <summary>Makes vectors perpendicular and of length 1, a block of them at a time.</summary>
/// <remarks>
/// A block is made perpendicular to all vectors before it by matrix products, and then within itself one by one in double precision. All
/// of it is done twice: the second pass removes what rounding left ("twice is enough", Kahan; block form: Barlow and Smoktunowicz 2013).
/// </remarks>
internal static class BlockGramSchmidt
{
    // Within a block the work is done in plain loops: small enough that they do not count, large enough that the products are fast.
    private const int Block = 128;

    /// <summary>Changes the rows of a matrix, no more than it has columns, in their order.</summary>
    public static void Orthonormalize(Span<float> rows, int count, int length)
    {
        float[] projections = new float[Math.Min(Block, count) * Math.Max(0, count - Block)];
        double[] block = new double[Math.Min(Block, count) * length];
        for (int first = 0; first < count; first += Block)
        {
            int size = Math.Min(Block, count - first);
            Span<float> vectors = rows.Slice(first * length, size * length);
            for (int pass = 0; pass < 2; pass++)
            {
                Subtract(rows[..(first * length)], first, vectors, size, length, projections);
                OneByOne(vectors, size, length, block);
            }
        }
    }

    // V -= (V·Qᵀ)·Q
    private static void Subtract(ReadOnlySpan<float> q, int count, Span<float> vectors, int size, int length, Span<float> projections)
    {
        if (count == 0) return;
        Span<float> along = projections[..(size * count)];
        MatMulOp.Multiply(vectors, false, q, true, along, size, length, count, accumulate: false);
        TensorPrimitives.Negate(along, along);
        MatMulOp.Multiply(along, false, q, false, vectors, size, count, length, accumulate: true);
    }

    private static void OneByOne(Span<float> vectors, int size, int length, Span<double> block)
    {
        block = block[..(size * length)];
        TensorPrimitives.ConvertTruncating<float, double>(vectors, block);
        for (int v = 0; v < size; v++)
        {
            Span<double> vector = block.Slice(v * length, length);
            for (int other = 0; other < v; other++)
            {
                ReadOnlySpan<double> direction = block.Slice(other * length, length);
                double along = TensorPrimitives.Dot(vector, direction);
                TensorPrimitives.MultiplyAdd(direction, -along, vector, vector);
            }

            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
        }

        TensorPrimitives.ConvertTruncating<double, float>(block, vectors);
    }
}
