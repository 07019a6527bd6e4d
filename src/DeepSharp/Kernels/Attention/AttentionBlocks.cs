namespace DeepSharp.Kernels;

/// <summary>
/// How queries and keys are cut into blocks, whose scores stay in cache: a matter of sizes alone, so that the bits do not depend on
/// threads.
/// </summary>
/// <remarks>
/// A block of queries is five of the largest register tiles high, or twelve of the lower ones. At a width of 64 its scores with a block of
/// keys, those keys and their values take 400 KB, which the second-level cache holds; the backward pass has twice as much of everything and
/// takes half as many keys. Longer rows of scores are faster, as each costs the same few calls
/// (attention.sdpa.b1_h8_s1024_d64.fwd: 14.2 ms with 128 keys, 13.3 with 256, 12.9 with 512). A panel of 32 columns stays in the
/// first-level cache while the tiles pass by.
/// </remarks>
internal static class AttentionBlocks
{
    /// <summary>Keys of a block in the forward pass; the last one may have fewer.</summary>
    public const int ForwardKeys = 512;

    /// <summary>Keys of a block in the backward pass; the last one may have fewer.</summary>
    public const int BackwardKeys = 256;

    // An odd number of cache lines spreads rows over the cache's sets.
    private const int Between = 16;

    /// <summary>From one row of scores to the next in the forward pass.</summary>
    public const int ForwardStride = ForwardKeys + Between;

    /// <summary>From one row of scores to the next in the backward pass.</summary>
    public const int BackwardStride = BackwardKeys + Between;

    /// <summary>Most queries of a block.</summary>
    public static int MostQueries<TSimd>() where TSimd : unmanaged, ISimd<TSimd> => TSimd.Width == 16 ? 70 : 72;

    /// <summary>Number of blocks of queries.</summary>
    public static int QueryBlocks<TSimd>(int queries) where TSimd : unmanaged, ISimd<TSimd> =>
        (queries + MostQueries<TSimd>() - 1) / MostQueries<TSimd>();

    /// <summary>Number of blocks of keys in the backward pass.</summary>
    public static int KeyBlocks(int keys) => (keys + BackwardKeys - 1) / BackwardKeys;

    /// <summary>Where a part begins of a whole that is cut evenly.</summary>
    public static int Start(int part, int parts, int whole) => (int)((long)part * whole / parts);

    /// <summary>A number of columns in whole tiles.</summary>
    public static int Padded<TSimd>(int columns) where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>();
        return (columns + width - 1) / width * width;
    }

    /// <summary>
    /// From one row of an operand to the next, a number of columns in whole tiles; more where rows would fall together in cache.
    /// </summary>
    public static int RowStride<TSimd>(int columns) where TSimd : unmanaged, ISimd<TSimd>
    {
        int padded = Padded<TSimd>(columns);
        return MatMulBlocking.IsConflicting(padded) ? padded + 16 : padded;
    }
}
