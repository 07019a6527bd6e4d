namespace DeepSharp.Kernels;

/// <summary>
/// Scaled dot-product attention and its gradients. Memory grows with the length of the sequences, not with its square; the bits are the
/// same for any number of threads.
/// </summary>
internal static unsafe class AttentionKernels
{
    /// <summary>y = softmax(scale·q·kᵀ)·v for every head.</summary>
    /// <param name="shape">Sizes and options.</param>
    /// <param name="masks">Who looks at whom; the pointers stay valid during the call.</param>
    /// <param name="query">(batch, queries, heads, width).</param>
    /// <param name="key">(batch, keys, keyHeads, width).</param>
    /// <param name="value">(batch, keys, keyHeads, valueWidth).</param>
    /// <param name="output">(batch, queries, heads, valueWidth), to be written.</param>
    /// <param name="logSums">(batch, heads, queries), to be written for the backward pass; empty where there is none.</param>
    public static void Forward(
        in AttentionShape shape, in AttentionMasks masks, ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value,
        Span<float> output, Span<float> logSums)
    {
        KernelGuard.Exactly(query, shape.QueryRows * shape.Width);
        KernelGuard.Exactly(key, shape.KeyRows * shape.Width);
        KernelGuard.Exactly(value, shape.KeyRows * shape.ValueWidth);
        KernelGuard.Exactly(output, shape.QueryRows * shape.ValueWidth);
        if (!logSums.IsEmpty) KernelGuard.Exactly(logSums, shape.QueryRows);
        if (shape.QueryRows == 0) return;
        fixed (float* q = query, k = key, v = value, y = output, sums = logSums)
        {
            switch (Width(shape))
            {
                case 16: Forward<F512>(shape, masks, q, k, v, y, sums); break;
                case 8: Forward<F256>(shape, masks, q, k, v, y, sums); break;
                case 4: Forward<F128>(shape, masks, q, k, v, y, sums); break;
                default: Forward<F1>(shape, masks, q, k, v, y, sums); break;
            }
        }
    }

    /// <summary>The gradients that are not null.</summary>
    /// <param name="shape">Sizes and options, as in the forward pass.</param>
    /// <param name="masks">As in the forward pass.</param>
    /// <param name="sources">What that read and wrote, and the gradient of the output.</param>
    /// <param name="gradients">To be written or added to. Two may be one tensor if both are added to.</param>
    public static void Backward(
        in AttentionShape shape, in AttentionMasks masks, in AttentionSources sources, in AttentionGradients gradients)
    {
        if (shape.Batch == 0 || shape.KeyHeads == 0) return;
        switch (Width(shape))
        {
            case 16: Backward<F512>(shape, masks, sources, gradients); break;
            case 8: Backward<F256>(shape, masks, sources, gradients); break;
            case 4: Backward<F128>(shape, masks, sources, gradients); break;
            default: Backward<F1>(shape, masks, sources, gradients); break;
        }
    }

    // A tile twice as wide as what it computes would waste half of its work: narrow heads and short sequences take narrow registers.
    private static int Width(in AttentionShape shape)
    {
        int columns = Math.Min(shape.Keys, Math.Max(shape.Width, shape.ValueWidth));
        if (F512.IsSupported && columns > 16) return 16;
        if (F256.IsSupported && columns > 8) return 8;
        return F128.IsSupported ? 4 : 1;
    }

    private static void Forward<TSimd>(
        in AttentionShape shape, in AttentionMasks masks, float* query, float* key, float* value, float* output, float* logSums)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        var work = new AttentionWork(shape, AttentionBlocks.QueryBlocks<TSimd>(shape.Queries));
        var body = new AttentionForward<TSimd>(
            shape, masks, work, (nint)query, (nint)key, (nint)value, (nint)output, (nint)logSums);
        WorkerPool.For(work.Count, work.Grain(shape), body);
    }

    private static void Backward<TSimd>(
        in AttentionShape shape, in AttentionMasks masks, in AttentionSources sources, in AttentionGradients gradients)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        var ofKeys = new AttentionWork(shape, AttentionBlocks.KeyBlocks(shape.Keys));
        bool isWhole = ofKeys.HasWholeHeads;
        if (gradients.Key != null || gradients.Value != null)
        {
            AttentionGradients first = isWhole ? gradients : gradients.OfKeys;
            WorkerPool.For(ofKeys.Count, ofKeys.Grain(shape), new AttentionBackward<TSimd>(shape, masks, ofKeys, sources, first));
            if (isWhole) return;
        }

        if (gradients.Query == null) return;
        var ofQueries = new AttentionWork(shape, AttentionBlocks.QueryBlocks<TSimd>(shape.Queries));
        var body = new AttentionBackward<TSimd>(shape, masks, ofQueries, sources, gradients.OfQueries);
        WorkerPool.For(ofQueries.Count, ofQueries.Grain(shape), body);
    }
}
