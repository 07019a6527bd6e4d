using System.Globalization;

namespace DeepSharp;

public static partial class Utils
{
    /// <summary>Divides by the norm along an axis: each row then has length 1.</summary>
    /// <remarks>Source of the formula: x / (Σ|x|ᵖ)^(1/p), as Keras's <c>normalize</c> computes it; where the norm is 0 or not
    /// finite, x stays.</remarks>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">Along which the norm is taken; from the end where negative.</param>
    /// <param name="order">The p of the norm, above 0: 2 for Euclid's, 1 for the sum of sizes, infinity for the largest.</param>
    /// <returns>The same shape, with its own memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis, or the order is not above 0.</exception>
    /// <example><code>Tensor rows = Utils.Normalize(Tensor.From([3f, 4f, 1f, 0f], [2, 2]));   // 0.6 0.8 and 1 0</code></example>
    public static Tensor Normalize(Tensor x, int axis = -1, double order = 2)
    {
        ArgumentNullException.ThrowIfNull(x);
        int rank = x.Shape.Rank, along = axis < 0 ? axis + rank : axis;
        if ((uint)along >= (uint)rank)
        {
            throw new ArgumentOutOfRangeException(
                nameof(axis), $"Normalize: expected an axis from {-rank} to {rank - 1} for shape {x.Shape} but got {axis}.");
        }

        if (!(order > 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(order), string.Create(CultureInfo.InvariantCulture, $"Normalize: expected an order above 0 but got {order}."));
        }

        Tensor y = x.Clone();
        Span<float> values = y.Span;
        int length = x.Shape[along], inner = x.Shape[(along + 1)..].Size;
        for (int start = 0; start < values.Length; start += length * inner)
        {
            for (int i = 0; i < inner; i++) Divide(values.Slice(start + i, (length - 1) * inner + 1), inner, order);
        }

        return y;
    }

    // By the largest first: powers of what is left are at most 1.
    private static void Divide(Span<float> values, int stride, double order)
    {
        double largest = 0, sum = 0;
        for (int i = 0; i < values.Length; i += stride) largest = Math.Max(largest, Math.Abs((double)values[i]));
        if (largest == 0 || !double.IsFinite(largest)) return;
        for (int i = 0; i < values.Length; i += stride) sum += Math.Pow(Math.Abs(values[i]) / largest, order);
        double norm = double.IsPositiveInfinity(order) ? largest : largest * Math.Pow(sum, 1 / order);
        for (int i = 0; i < values.Length; i += stride) values[i] = (float)(values[i] / norm);
    }
}
