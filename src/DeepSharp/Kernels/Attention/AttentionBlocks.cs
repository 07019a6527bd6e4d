namespace DeepSharp.Kernels;

/// <summary>
/// How queries and keys are cut into blocks, whose scores stay in cache: a matter of sizes alone, so that the bits do not depend on threads.
/// </summary>
/// <remarks>
/// A block of queries is five of the largest register tiles high, or twelve of the lower ones: its rows, the scores, and what they are
/// multiplied with together take some 100 KB at a width of 64, which the second-level cache holds, and each panel of 32 columns stays in
/// the first-level cache while the tiles pass by.
/// </remarks>
internal static class AttentionBlocks
{
    /// <summary>Keys of a block; the last one may have fewer.</summary>
    public const int Keys = 128;

    /// <summary>From one row of scores to the next: the odd number of cache lines spreads rows over the cache's sets.</summary>
    public const int ScoreStride = Keys + 16;

    /// <summary>Most queries of a block.</summary>
    public static int MostQueries<TSimd>() where TSimd : unmanaged, ISimd<TSimd> => TSimd.Width == 16 ? 70 : 72;

    /// <summary>Number of blocks of queries.</summary>
    public static int QueryBlocks<TSimd>(int queries) where TSimd : unmanaged, ISimd<TSimd> =>
        (queries + MostQueries<TSimd>() - 1) / MostQueries<TSimd>();

    /// <summary>Number of blocks of keys.</summary>
    public static int KeyBlocks(int keys) => (keys + Keys - 1) / Keys;

    /// <summary>Where a part begins of a whole that is cut evenly.</summary>
    public static int Start(int part, int parts, int whole) => (int)((long)part * whole / parts);

    /// <summary>A number of columns in whole tiles.</summary>
    public static int Padded<TSimd>(int columns) where TSimd : unmanaged, ISimd<TSimd>
    {
        int width = RegisterTile.Columns<TSimd>();
        return (columns + width - 1) / width * width;
    }

    /// <summary>From one row of an operand to the next, a number of columns in whole tiles; more where rows would fall together in cache.</summary>
    public static int RowStride<TSimd>(int columns) where TSimd : unmanaged, ISimd<TSimd>
    {
        int padded = Padded<TSimd>(columns);
        return MatMulBlocking.IsConflicting(padded) ? padded + 16 : padded;
    }
}
