using DeepSharp.Kernels;

namespace DeepSharp;

// Attention, as keras.ops.nn has it.
public static partial class Ops
{
    /// <summary>
    /// Scaled dot-product attention: for every head and query the mean of the values, weighed by the softmax of the scaled products of the
    /// query with all keys.
    /// </summary>
    /// <remarks>
    /// softmax(scale·q·kᵀ + bias)·v, Vaswani et al. 2017, equation 1. Without a bias the scores are never stored: memory grows with the
    /// length of the sequences, not with its square. A query without any key to look at gets the mean of all values.
    /// </remarks>
    /// <param name="query">(batch, queries, heads, width).</param>
    /// <param name="key">
    /// (batch, keys, keyHeads, width). Where there are fewer heads than of the queries, neighbouring ones share one.
    /// </param>
    /// <param name="value">(batch, keys, keyHeads, valueWidth).</param>
    /// <param name="bias">Added to the scores; stretches to (batch, heads, queries, keys). Null for none.</param>
    /// <param name="mask">
    /// 0 where a query may not look at a key; stretches to (batch, heads, queries, keys). No gradient. Null for none.
    /// </param>
    /// <param name="scale">What products are multiplied by; null for 1/√width.</param>
    /// <param name="isCausal">Whether a query looks at no key behind its own place.</param>
    /// <returns>(batch, queries, heads, valueWidth).</returns>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is NaN or infinite.</exception>
    /// <example><code>Tensor context = Ops.DotProductAttention(query, key, value, isCausal: true);</code></example>
    public static Tensor DotProductAttention(
        Tensor query, Tensor key, Tensor value, Tensor? bias = null, Tensor? mask = null, double? scale = null, bool isCausal = false)
    {
        Shape shape = Require(query).Shape;
        if (scale is { } given && !float.IsFinite((float)given))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), $"DotProductAttention: expected a finite scale but got {given}.");
        }

        float factor = (float?)scale ?? 1f / MathF.Sqrt(shape.Rank == 4 ? shape[3] : 1);
        var options = new AttentionOptions(factor, isCausal);
        if (bias is not null) return PlainAttention.Compute(query, Require(key), Require(value), bias, mask, options);
        return mask is null
            ? Tape.Run(new AttentionOp(options), query, Require(key), Require(value))
            : Tape.Run(new AttentionOp(options, AttentionMaskKinds.Pairs), query, Require(key), Require(value), mask);
    }
}
