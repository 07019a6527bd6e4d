using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

/// <summary>
/// The gradients of softmax(scale·q·kᵀ)·v, block by block. Probabilities are computed again from the logarithms of their sums, so that
/// nothing as long as all pairs is ever stored (Dao et al. 2022, algorithm 4).
/// </summary>
/// <remarks>
/// With p the probabilities and dy the gradient of the output: dv = pᵀ·dy, ds = p∘(dy·vᵀ − Σ dy∘y), dq = scale·ds·k, dk = scale·dsᵀ·q.
/// Where probabilities are dropped, with factors m: dv = (p∘m)ᵀ·dy, ds = p∘(m∘(dy·vᵀ) − Σ dy∘y).
/// The gradient of a key adds up over blocks of queries in their order, that of a query over blocks of keys in theirs, whether an index
/// computes one of them or both: the bits are the same.
/// </remarks>
/// <param name="Sizes">Sizes and options.</param>
/// <param name="Masks">Who looks at whom.</param>
/// <param name="Work">What an index is: blocks of keys, or where only the queries' gradient is wanted blocks of queries.</param>
/// <param name="Sources">What the forward pass read and wrote, and the gradient of its output.</param>
/// <param name="Gradients">To be written; those of the queries together with others only where indices have whole heads.</param>
internal unsafe readonly struct AttentionBackward<TSimd>(
    AttentionShape Sizes, AttentionMasks Masks, AttentionWork Work, AttentionSources Sources, AttentionGradients Gradients) : IRangeBody
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

    private void RunHead(int batch, int keyHead, int first, int end)
    {
        var head = new AttentionHead<TSimd>(Sizes, Sources, batch, keyHead);
        int blocks = AttentionBlocks.QueryBlocks<TSimd>(Sizes.Queries), keyBlocks = AttentionBlocks.KeyBlocks(Sizes.Keys);
        bool isOfQueries = Gradients.Key == null && Gradients.Value == null;
        (int firstQuery, int endQuery) = isOfQueries ? (first, end) : (0, blocks);
        (int firstKey, int endKey) = isOfQueries ? (0, keyBlocks) : (first, end);
        for (int i = firstKey; i < endKey; i++)
        {
            int key = i * AttentionBlocks.BackwardKeys, keys = Math.Min(AttentionBlocks.BackwardKeys, Sizes.Keys - key);
            head.ClearKeys(keys);
            for (int member = 0; member < Sizes.Group; member++)
            {
                for (int j = firstQuery; j < endQuery; j++)
                {
                    int query = AttentionBlocks.Start(j, blocks, Sizes.Queries), last = AttentionBlocks.Start(j + 1, blocks, Sizes.Queries);
                    if (Sizes.Options.FirstKey(query) >= key + keys || Sizes.Options.EndKey(last - 1, Sizes.Keys) <= key) continue;
                    AddBlock(head, member, query, last - query, key, keys);
                }
            }

            head.WriteKeys(Gradients, key, keys);
        }

        int from = AttentionBlocks.Start(firstQuery, blocks, Sizes.Queries), to = AttentionBlocks.Start(endQuery, blocks, Sizes.Queries);
        if (Gradients.Query != null) head.WriteQueries(Gradients, from, to - from);
    }

    private void AddBlock(in AttentionHead<TSimd> head, int member, int query, int rows, int key, int keys)
    {
        int padded = AttentionBlocks.Padded<TSimd>(keys);
        float* queries = head.Query(member, query), gradients = head.OutputGradient(member, query);
        float* shifts = Sources.LogSums + head.Row(member, query), means = head.Means + (nint)member * Sizes.Queries + query;
        bool isDeep = Gradients.Query != null || Gradients.Key != null;
        AttentionScores.Multiply<TSimd>(queries, head.KeyColumns + (nint)key * Sizes.Width, Sizes.Width, head.Scores,
            AttentionBlocks.BackwardStride, rows, keys);
        if (isDeep)
        {
            AttentionScores.Multiply<TSimd>(
                gradients, head.ValueColumns + (nint)key * Sizes.ValueWidth, Sizes.ValueWidth, head.ScoreGradients,
                AttentionBlocks.BackwardStride, rows, keys);
        }

        Span<float> factors = stackalloc float[Masks.Dropout.Exists ? keys : 0];
        bool needsMask = AttentionScores.NeedsMask<TSimd>(Sizes, Masks, query, rows, key, keys);
        for (int r = 0; r < rows; r++)
        {
            float* scores = head.Scores + r * AttentionBlocks.BackwardStride;
            if (needsMask) AttentionScores.Mask<TSimd>(Sizes, Masks, head.Batch, head.FirstHead + member, query + r, key, keys, scores);
            float* ofScores = head.ScoreGradients + r * AttentionBlocks.BackwardStride;
            if (!factors.IsEmpty)
            {
                Masks.Dropout.Fill(head.Row(member, query) + r, Sizes.Keys, key, factors);
                if (isDeep) Multiply(ofScores, factors);
            }

            if (!isDeep) ScoreRow.Exponentials<TSimd>(scores, padded, shifts[r]);
            else ScoreRow.Backward<TSimd>(scores, ofScores, padded, shifts[r], means[r]);
            Multiply(scores, factors);
        }

        if (Gradients.Value != null) AddToKeys(head.Scores, gradients, head.ValueGradients, Sizes.ValueWidth, rows, keys);
        if (Gradients.Key != null) AddToKeys(head.ScoreGradients, queries, head.KeyGradients, Sizes.Width, rows, keys);
        if (Gradients.Query != null) AddToQueries(head, member, query, rows, key, keys);
    }

    private static void Multiply(float* values, ReadOnlySpan<float> factors)
    {
        var row = new Span<float>(values, factors.Length);
        TensorPrimitives.Multiply(row, factors, row);
    }

    // One row for each key: the sum over the block's queries.
    private static void AddToKeys(float* weights, float* rows, float* sums, int width, int queries, int keys)
    {
        int stride = AttentionBlocks.RowStride<TSimd>(width);
        var task = new TileTask
        {
            A = weights,
            ARowStride = 1,
            ADepthStride = AttentionBlocks.BackwardStride,
            B = rows,
            BDepthStride = stride,
            C = sums,
            CRowStride = stride,
            Depth = queries,
            Accumulate = true,
        };
        AttentionTiles.Multiply<TSimd>(task, keys, AttentionBlocks.Padded<TSimd>(width), RegisterTile.Columns<TSimd>());
    }

    private void AddToQueries(in AttentionHead<TSimd> head, int member, int query, int rows, int key, int keys)
    {
        int stride = AttentionBlocks.RowStride<TSimd>(Sizes.Width);
        var task = new TileTask
        {
            A = head.ScoreGradients,
            ARowStride = AttentionBlocks.BackwardStride,
            ADepthStride = 1,
            B = head.KeyRows + (nint)key * stride,
            BDepthStride = stride,
            C = head.QueryGradients + ((nint)member * Sizes.Queries + query) * stride,
            CRowStride = stride,
            Depth = keys,
            Accumulate = true,
        };
        AttentionTiles.Multiply<TSimd>(task, rows, AttentionBlocks.Padded<TSimd>(Sizes.Width), RegisterTile.Columns<TSimd>());
    }
}
