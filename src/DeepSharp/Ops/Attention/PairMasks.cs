using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Which queries may look at which keys by their places. Such masks are data: no tape records them.</summary>
internal static class PairMasks
{
    /// <summary>(1, queries, keys): 1 where causality and the window allow it.</summary>
    public static Tensor Of(int queries, int keys, in AttentionOptions options)
    {
        Tensor mask = Tensor.Temporary([1, queries, keys]);
        Span<float> values = mask.Span;
        values.Clear();
        for (int query = 0; query < queries; query++)
        {
            int first = Math.Min(keys, options.FirstKey(query)), end = options.EndKey(query, keys);
            if (end > first) values.Slice(query * keys + first, end - first).Fill(1f);
        }

        return mask;
    }
}
