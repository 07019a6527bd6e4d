using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

/// <summary>
/// softmax(scale·q·kᵀ)·v block by block: the scores of a block of queries with a block of keys live in cache only, and what was summed
/// before is scaled down where a larger score turns up (Milakov and Gimelshein 2018; Dao et al. 2022, algorithm 1).
/// </summary>
/// <param name="Sizes">Sizes and options.</param>
/// <param name="Masks">Who looks at whom.</param>
/// <param name="Work">What an index is.</param>
/// <param name="Query">Queries.</param>
/// <param name="Key">Keys.</param>
/// <param name="Value">Values.</param>
/// <param name="Output">To be written.</param>
/// <param name="LogSums">
/// (batch, heads, queries), to be written: the logarithm of the sum of e^score, +∞ for a query without any key; null where there is no
/// backward pass.
/// </param>
internal unsafe readonly record struct AttentionForward<TSimd>(
    AttentionShape Sizes, AttentionMasks Masks, AttentionWork Work, nint Query, nint Key, nint Value, nint Output,
    nint LogSums) : IRangeBody
    where TSimd : unmanaged, ISimd<TSimd>
{
    public void Invoke(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            (int head, int first, int last) = Work[i];
            RunHead(head / Sizes.KeyHeads, head % Sizes.KeyHeads, first, last);
        }
    }

    private void RunHead(int batch, int keyHead, int firstBlock, int endBlock)
    {
        int keyStride = AttentionBlocks.RowStride<TSimd>(Sizes.Width), valueStride = AttentionBlocks.RowStride<TSimd>(Sizes.ValueWidth);
        int rows = AttentionBlocks.MostQueries<TSimd>();
        long keys = (long)AttentionBlocks.Padded<TSimd>(Sizes.Keys) * Sizes.Width, values = (long)Sizes.Keys * valueStride;
        var block = default(Block);
        block.Keys = Scratch.Get(
            ScratchSlot.Attention, keys + values + (long)rows * (keyStride + valueStride + AttentionBlocks.ForwardStride + 2) + 64);
        block.Values = block.Keys + keys;
        block.Queries = block.Values + values;
        block.Output = block.Queries + rows * keyStride;
        block.Scores = block.Output + rows * valueStride;
        block.Largest = block.Scores + rows * AttentionBlocks.ForwardStride;
        block.Sums = block.Largest + rows;

        nint place = ((nint)batch * Sizes.Keys * Sizes.KeyHeads) + keyHead, between = Sizes.KeyHeads;
        AttentionOperands.CopyColumns<TSimd>(
            (float*)Key + place * Sizes.Width, between * Sizes.Width, Sizes.Keys, Sizes.Width, block.Keys);
        AttentionOperands.CopyRows<TSimd>(
            (float*)Value + place * Sizes.ValueWidth, between * Sizes.ValueWidth, Sizes.Keys, Sizes.ValueWidth, 1f, block.Values,
            valueStride);
        int blocks = AttentionBlocks.QueryBlocks<TSimd>(Sizes.Queries);
        for (int member = 0; member < Sizes.Group; member++)
        {
            for (int i = firstBlock; i < endBlock; i++)
            {
                (block.First, block.End) = (
                    AttentionBlocks.Start(i, blocks, Sizes.Queries), AttentionBlocks.Start(i + 1, blocks, Sizes.Queries));
                RunBlock(batch, (keyHead * Sizes.Group) + member, block);
            }
        }
    }

    private void RunBlock(int batch, int head, in Block block)
    {
        int rows = block.End - block.First, keyStride = AttentionBlocks.RowStride<TSimd>(Sizes.Width);
        nint place = ((((nint)batch * Sizes.Queries) + block.First) * Sizes.Heads) + head, between = Sizes.Heads;
        AttentionOperands.CopyRows<TSimd>(
            (float*)Query + place * Sizes.Width, between * Sizes.Width, rows, Sizes.Width, Sizes.Options.Scale, block.Queries, keyStride);
        new Span<float>(block.Largest, rows).Fill(float.NegativeInfinity);
        new Span<float>(block.Sums, rows).Clear();

        bool isFirst = true;
        int firstKey = Sizes.Options.FirstKey(block.First), endKey = Sizes.Options.EndKey(block.End - 1, Sizes.Keys);
        for (int key = firstKey / AttentionBlocks.ForwardKeys * AttentionBlocks.ForwardKeys; key < endKey;
            key += AttentionBlocks.ForwardKeys)
        {
            AddKeys(batch, head, block, key, Math.Min(AttentionBlocks.ForwardKeys, Sizes.Keys - key), isFirst);
            isFirst = false;
        }

        if (isFirst) new Span<float>(block.Output, rows * AttentionBlocks.RowStride<TSimd>(Sizes.ValueWidth)).Clear();
        Finish(batch, head, block, (float*)Output + place * Sizes.ValueWidth);
    }

    private void AddKeys(int batch, int head, in Block block, int key, int keys, bool isFirst)
    {
        int rows = block.End - block.First, padded = AttentionBlocks.Padded<TSimd>(keys);
        int valueStride = AttentionBlocks.RowStride<TSimd>(Sizes.ValueWidth),
            valueColumns = AttentionBlocks.Padded<TSimd>(Sizes.ValueWidth);
        AttentionScores.Multiply<TSimd>(
            block.Queries, block.Keys + (nint)key * Sizes.Width, Sizes.Width, block.Scores, AttentionBlocks.ForwardStride, rows,
            keys);
        Span<float> factors = stackalloc float[Masks.Dropout.Exists ? keys : 0];
        bool needsMask = AttentionScores.NeedsMask<TSimd>(Sizes, Masks, block.First, rows, key, keys);
        for (int r = 0; r < rows; r++)
        {
            float* scores = block.Scores + r * AttentionBlocks.ForwardStride, output = block.Output + r * valueStride;
            if (needsMask) AttentionScores.Mask<TSimd>(Sizes, Masks, batch, head, block.First + r, key, keys, scores);
            float before = block.Largest[r], largest = MathF.Max(before, ScoreRow.Largest<TSimd>(scores, padded));

            // Without any key so far the shift is 0: e^(−∞ − 0) is 0, where −∞ − −∞ would be NaN.
            float shift = largest == float.NegativeInfinity ? 0f : largest;
            float sum = ScoreRow.Exponentials<TSimd>(scores, padded, shift);
            if (Masks.Dropout.Exists) Drop(batch, head, block.First + r, key, new Span<float>(scores, keys), factors);
            block.Largest[r] = largest;
            if (isFirst || before == largest)
            {
                block.Sums[r] += sum;
                continue;
            }

            float factor = MathF.Exp(before - shift);
            block.Sums[r] = float.MultiplyAddEstimate(block.Sums[r], factor, sum);
            ScoreRow.Scale<TSimd>(output, valueColumns, factor);
        }

        var task = new TileTask
        {
            A = block.Scores,
            ARowStride = AttentionBlocks.ForwardStride,
            ADepthStride = 1,
            B = block.Values + (nint)key * valueStride,
            BDepthStride = valueStride,
            C = block.Output,
            CRowStride = valueStride,
            Depth = keys,
            Accumulate = !isFirst,
        };
        AttentionTiles.Multiply<TSimd>(task, rows, valueColumns, RegisterTile.Columns<TSimd>());
    }

    // After the sum: what is kept is a share of all.
    private void Drop(int batch, int head, int query, int key, Span<float> probabilities, Span<float> factors)
    {
        Masks.Dropout.Fill((((long)batch * Sizes.Heads) + head) * Sizes.Queries + query, Sizes.Keys, key, factors);
        TensorPrimitives.Multiply(probabilities, factors, probabilities);
    }

    private void Finish(int batch, int head, in Block block, float* output)
    {
        int valueStride = AttentionBlocks.RowStride<TSimd>(Sizes.ValueWidth);
        float* logSums = LogSums == 0 ? null : (float*)LogSums + (((nint)batch * Sizes.Heads) + head) * Sizes.Queries + block.First;
        for (int r = 0; r < block.End - block.First; r++, output += (nint)Sizes.Heads * Sizes.ValueWidth)
        {
            var to = new Span<float>(output, Sizes.ValueWidth);
            float sum = block.Sums[r];
            if (sum == 0f) WriteEmpty(block, to);
            else TensorPrimitives.Multiply(new ReadOnlySpan<float>(block.Output + r * valueStride, Sizes.ValueWidth), 1f / sum, to);
            if (logSums != null) logSums[r] = sum == 0f ? float.PositiveInfinity : block.Largest[r] + MathF.Log(sum);
        }
    }

    // A query without any key, which is rare.
    private void WriteEmpty(in Block block, Span<float> to)
    {
        to.Clear();
        if (Sizes.Options.ZeroEmpty || Sizes.Keys == 0) return;
        int valueStride = AttentionBlocks.RowStride<TSimd>(Sizes.ValueWidth);
        for (int key = 0; key < Sizes.Keys; key++)
        {
            TensorPrimitives.Add(to, new ReadOnlySpan<float>(block.Values + (nint)key * valueStride, to.Length), to);
        }

        TensorPrimitives.Divide(to, Sizes.Keys, to);
    }

    private struct Block
    {
        /// <summary>Of the head, transposed, in panels.</summary>
        public float* Keys;

        /// <summary>Of the head, row by row.</summary>
        public float* Values;

        public float* Queries;
        public float* Output;
        public float* Scores;
        public float* Largest;
        public float* Sums;

        public int First;
        public int End;
    }
}
