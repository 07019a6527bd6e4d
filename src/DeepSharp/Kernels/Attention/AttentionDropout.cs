namespace DeepSharp.Kernels;

/// <summary>
/// Which probabilities of an attention are dropped: a word of a random stream for each pair, made again in the backward pass, so that no
/// mask as long as all pairs is ever stored.
/// </summary>
/// <param name="seed">Of the stream.</param>
/// <param name="stream">Its number.</param>
/// <param name="position">The first of the words, a multiple of <see cref="Alignment"/>.</param>
/// <param name="rate">The share that is dropped, from 0 to 1.</param>
internal readonly unsafe struct AttentionDropout(ulong seed, ulong stream, ulong position, float rate)
{
    /// <summary>Rows of words begin at multiples of it: they are made four at a time.</summary>
    public const int Alignment = 4;

    private readonly uint _threshold = (uint)((1f - rate) * 4294967296.0);
    private readonly float _kept = rate < 1f ? 1f / (1f - rate) : 0f;

    /// <summary>Whether anything is dropped; nothing where 1 − rate is rounded to 1.</summary>
    public bool Exists => 1f - rate < 1f;

    /// <summary>How many words all pairs take.</summary>
    public static ulong WordsOf(in AttentionShape shape) => (ulong)shape.QueryRows * RowLength(shape.Keys);

    /// <summary>What the probabilities of a query for some keys are multiplied by: 0, or what keeps the mean.</summary>
    /// <param name="row">The query, counted over batch, heads and queries.</param>
    /// <param name="allKeys">Keys of the attention.</param>
    /// <param name="key">The first of them that is wanted.</param>
    /// <param name="factors">Gets one a key.</param>
    public void Fill(long row, int allKeys, int key, Span<float> factors)
    {
        ulong first = position + (ulong)row * RowLength(allKeys) + (ulong)key;
        fixed (float* values = factors) RandomFill.BernoulliRow(values, factors.Length, seed, stream, first, _threshold, _kept);
    }

    private static ulong RowLength(int keys) => ((ulong)keys + Alignment - 1) / Alignment * Alignment;
}
