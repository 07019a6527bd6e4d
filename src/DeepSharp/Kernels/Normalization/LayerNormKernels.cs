namespace DeepSharp.Kernels;

/// <summary>
/// Layer normalization of rows, (rows, length): y = γ·(x − mean)/√(variance + ε) + β, with γ and β for each column, and the others that
/// <see cref="RowScale"/> names.
/// </summary>
/// <remarks>Ba, Kiros and Hinton 2016. The variance is the biased one. An empty γ stands for ones, an empty β for zeros.</remarks>
internal static unsafe class LayerNormKernels
{
    private const int ChunkElements = 16384;

    // Each block of rows sums the gradients of γ and β by itself: few blocks where rows are so long that the sums would fill memory.
    private const int MostBlocks = 64;
    private const int FewBlocks = 4;
    private const int MostSums = 1 << 22;

    /// <summary>Overwrites y, and keeps the mean of each row and what it was multiplied by unless those spans are empty.</summary>
    public static void Forward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, int rows, int length, float epsilon,
        Span<float> means, Span<float> inverses, Span<float> y, RowScale kind = RowScale.Deviation)
    {
        KernelGuard.Exactly(x, (long)rows * length);
        KernelGuard.SameLength(x, y);
        if (x.IsEmpty) return;
        float* factors = Scratch.Get(ScratchSlot.Temporary, 2L * length), terms = factors + length;
        CopyOrFill(gamma, 1f, factors, length);
        CopyOrFill(beta, 0f, terms, length);
        fixed (float* px = x, py = y, pm = means, pi = inverses)
        {
            var body = new ForwardBody(px, factors, terms, length, epsilon, kind, pm, pi, py);
            WorkerPool.For(rows, Math.Max(1, ChunkElements / length), body);
        }
    }

    /// <summary>
    /// dx (+)= (dy·γ − Σdy·γ/n − (x − mean)/σ²·Σ(dy·γ·(x − mean))/n)/σ, dγ (+)= Σ dy·(x − mean)/σ, dβ (+)= Σ dy. An empty span of a
    /// gradient stands for one that is not wanted.
    /// </summary>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, ReadOnlySpan<float> gamma, ReadOnlySpan<float> means, ReadOnlySpan<float> inverses,
        int rows, int length, Span<float> dx, bool addToDx, Span<float> dgamma, bool addToDgamma, Span<float> dbeta, bool addToDbeta,
        RowScale kind = RowScale.Deviation, float epsilon = 0f)
    {
        KernelGuard.Exactly(x, (long)rows * length);
        KernelGuard.SameLength(x, dy);
        KernelGuard.Exactly(means, rows);
        KernelGuard.Exactly(inverses, rows);
        if (x.IsEmpty)
        {
            if (!addToDgamma) dgamma.Clear();
            if (!addToDbeta) dbeta.Clear();
            return;
        }

        int mostBlocks = Math.Clamp(MostSums / length, FewBlocks, MostBlocks);
        int rowsOfBlock = Math.Max((rows + mostBlocks - 1) / mostBlocks, Math.Max(1, ChunkElements / length));
        int blocks = (rows + rowsOfBlock - 1) / rowsOfBlock;
        bool sums = !dgamma.IsEmpty || !dbeta.IsEmpty;
        float* factors = Scratch.Get(ScratchSlot.Temporary, length);
        CopyOrFill(gamma, 1f, factors, length);
        float* partial = sums ? Scratch.Get(ScratchSlot.PartialSums, 2L * blocks * length) : null;
        fixed (float* px = x, pdy = dy, pm = means, pi = inverses, pdx = dx, pdg = dgamma, pdb = dbeta)
        {
            WorkerPool.For(blocks, 1, new LayerNormGradient
            {
                X = px,
                Dy = pdy,
                Gamma = factors,
                Means = pm,
                Inverses = pi,
                Dx = pdx,
                Accumulate = addToDx,
                Rows = rows,
                Length = length,
                RowsOfBlock = rowsOfBlock,
                Kind = kind,
                LongestInverse = kind == RowScale.Length ? (float)(1 / (double)epsilon) : float.PositiveInfinity,
                GammaSums = partial,
                BetaSums = sums ? partial + (nint)blocks * length : null,
            });
            if (!dgamma.IsEmpty) PartialSums.Add(partial, blocks, length, pdg, addToDgamma);
            if (!dbeta.IsEmpty) PartialSums.Add(partial + (nint)blocks * length, blocks, length, pdb, addToDbeta);
        }
    }

    private static void CopyOrFill(ReadOnlySpan<float> values, float missing, float* target, int length)
    {
        var all = new Span<float>(target, length);
        if (values.IsEmpty) all.Fill(missing);
        else values.CopyTo(all);
    }

    // One index is a row.
    private readonly struct ForwardBody(
        float* x, float* gamma, float* beta, int length, float epsilon, RowScale kind, float* means, float* inverses, float* y) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int r = start; r < end; r++)
            {
                if (F512.IsSupported && length >= F512.Width) Row<F512>(r);
                else if (F256.IsSupported && length >= F256.Width) Row<F256>(r);
                else if (F128.IsSupported && length >= F128.Width) Row<F128>(r);
                else Row<F1>(r);
            }
        }

        private void Row<TSimd>(int row) where TSimd : unmanaged, ISimd<TSimd>
        {
            nint at = (nint)row * length;
            (float mean, float inverse) = Scale<TSimd>(x + at);
            float shift = kind == RowScale.Deviation ? mean : 0f;
            LayerNormRow.Write<TSimd>(x + at, gamma, beta, length, shift, inverse, y + at);
            if (means != null) (means[row], inverses[row]) = (mean, inverse);
        }

        private (float Mean, float Inverse) Scale<TSimd>(float* row) where TSimd : unmanaged, ISimd<TSimd>
        {
            if (kind is RowScale.Deviation or RowScale.DeviationOnly)
            {
                (float mean, double variance) = LayerNormRow.Moments<TSimd>(row, length);
                return (mean, (float)(1 / Math.Sqrt(variance + epsilon)));
            }

            double squares = LayerNormRow.Squares<TSimd>(row, length);
            double scale = kind == RowScale.Length ? Math.Max(Math.Sqrt(squares), epsilon) : Math.Sqrt(squares / length + epsilon);
            return (0f, (float)(1 / scale));
        }
    }
}
