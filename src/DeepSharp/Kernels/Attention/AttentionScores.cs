namespace DeepSharp.Kernels;

/// <summary>The scores of a block of queries with a block of keys: the same bits in the forward and the backward pass.</summary>
internal static unsafe class AttentionScores
{
    /// <summary>scores = rows·columns, with rows stored one after the other and columns in panels.</summary>
    /// <param name="left">Rows, as <see cref="AttentionOperands.CopyRows"/> leaves them.</param>
    /// <param name="right">Panels, as <see cref="AttentionOperands.CopyColumns"/> leaves them, from the block's first key on.</param>
    /// <param name="depth">Values of a row.</param>
    /// <param name="scores">To be written.</param>
    /// <param name="stride">From one row of scores to the next.</param>
    /// <param name="rows">Queries.</param>
    /// <param name="keys">Keys of the block.</param>
    public static void Multiply<TSimd>(float* left, float* right, int depth, float* scores, int stride, int rows, int keys)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>();
        var task = new TileTask
        {
            A = left,
            ARowStride = AttentionBlocks.RowStride<TSimd>(depth),
            ADepthStride = 1,
            B = right,
            BDepthStride = width,
            C = scores,
            CRowStride = stride,
            Depth = depth,
        };
        AttentionTiles.Multiply<TSimd>(task, rows, AttentionBlocks.Padded<TSimd>(keys), (nint)width * depth);
    }

    /// <summary>Whether there is anything to leave out of a block of scores.</summary>
    public static bool NeedsMask<TSimd>(
        in AttentionShape shape, in AttentionMasks masks, int query, int queries, int key, int keys)
        where TSimd : unmanaged, ISimd<TSimd> =>
        masks.Exist || keys != AttentionBlocks.Padded<TSimd>(keys) || shape.Options.FirstKey(query + queries - 1) > key
        || shape.Options.EndKey(query, shape.Keys) < key + keys;

    /// <summary>−∞ where a query looks at no key, among the first of a block.</summary>
    public static void Mask<TSimd>(
        in AttentionShape shape, in AttentionMasks masks, int batch, int head, int query, int key, int keys, float* scores)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int first = Math.Max(0, shape.Options.FirstKey(query) - key), end = Math.Min(keys, shape.Options.EndKey(query, shape.Keys) - key);
        int padded = AttentionBlocks.Padded<TSimd>(keys);
        float* pairs = masks.KeyRow(batch, head, query), byKey = masks.KeysOf(batch);
        if (masks.Blocks(batch, head, query)) end = 0;
        else if (first == 0 && end == padded && pairs == null && byKey == null) return;
        ScoreRow.Mask<TSimd>(
            scores, padded, Math.Min(first, padded), end, pairs == null ? null : pairs + key, byKey == null ? null : byKey + key);
    }
}
