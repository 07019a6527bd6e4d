using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Two sums for each channel over all rows of (rows, channels): Σ t and Σ t·(x − shift). Rows are cut into blocks that depend on the shape
/// alone; the sums of blocks are added in order, in double precision.
/// </summary>
internal static unsafe class ChannelSums
{
    private const int BlockElements = 32768;
    private const int LeastRows = 64;
    private const int ElementsOfSerialLoop = 128 * 1024;

    /// <summary>The mean and the biased variance of each channel. There is at least one row.</summary>
    /// <remarks>
    /// One pass over memory. Every block sums deviations from a guess at its mean, so that nothing cancels where a mean is large against
    /// its deviation: Σ(x − s)² − (Σ(x − s))²/n loses at most the digits of 1 + (s − mean)²/variance.
    /// </remarks>
    public static void Moments(float* x, int rows, int channels, float* means, float* variances)
    {
        Blocks blocks = new(rows, channels);
        float* partial = Run(x, default(DeviationTerm), null, blocks);
        WorkerPool.For(channels, blocks.CombineGrain, new MomentsBody(partial, blocks, means, variances));
    }

    /// <summary>sums[c] = Σ dy and products[c] = Σ dy·(x − shift[c]).</summary>
    public static void Gradients(float* x, float* dy, float* shift, int rows, int channels, float* sums, float* products)
    {
        Blocks blocks = new(rows, channels);
        float* partial = Run(x, new GradientTerm(dy), shift, blocks);
        WorkerPool.For(channels, blocks.CombineGrain, new GradientsBody(partial, blocks, sums, products));
    }

    // What it returns has three rows of channels for each block: shift, Σ t and Σ t·(x − shift).
    private static float* Run<TTerm>(float* x, TTerm term, float* shift, Blocks blocks) where TTerm : unmanaged, IChannelTerm
    {
        float* partial = Scratch.Get(ScratchSlot.PartialSums, 3L * blocks.Count * blocks.Pattern.Channels);
        int grain = (long)blocks.Rows * blocks.Pattern.Channels < ElementsOfSerialLoop ? Math.Max(1, blocks.Count) : 1;
        WorkerPool.For(blocks.Count, grain, new BlockBody<TTerm>(x, term, shift, blocks, partial));
        return partial;
    }

    private readonly struct Blocks
    {
        public Blocks(int rows, int channels)
        {
            Pattern = new ChannelPattern(channels);
            Rows = rows;
            int least = Math.Max(LeastRows, BlockElements / channels);
            RowsOfBlock = (least + Pattern.Copies - 1) / Pattern.Copies * Pattern.Copies;
            Count = (rows + RowsOfBlock - 1) / RowsOfBlock;
        }

        public ChannelPattern Pattern { get; }

        public int Rows { get; }

        public int RowsOfBlock { get; }

        public int Count { get; }

        public int CombineGrain => Math.Max(16, 4096 / Math.Max(1, Count));

        public int RowsOf(int block) => Math.Min(RowsOfBlock, Rows - block * RowsOfBlock);
    }

    // One index is a block of rows.
    private readonly struct BlockBody<TTerm>(float* x, TTerm term, float* shift, Blocks blocks, float* partial) : IRangeBody
        where TTerm : unmanaged, IChannelTerm
    {
        public void Invoke(int start, int end)
        {
            ChannelPattern pattern = blocks.Pattern;
            int channels = pattern.Channels, copies = pattern.Copies, width = pattern.Width;
            float* wide = stackalloc float[copies == 1 ? 0 : 3 * width];
            for (int block = start; block < end; block++)
            {
                int rows = blocks.RowsOf(block);
                nint at = (nint)block * blocks.RowsOfBlock * channels;
                float* own = partial + (nint)block * 3 * channels;
                float* shifts = copies == 1 ? own : wide, first = shifts + width, second = first + width;
                if (shift == null) GuessMean(x + at, rows, channels, shifts);
                else new ReadOnlySpan<float>(shift, channels).CopyTo(new Span<float>(shifts, channels));
                pattern.Repeat(shifts);
                new Span<float>(first, 2 * width).Clear();

                int wideRows = rows / copies, left = rows % copies * channels;
                ChannelSumBlock.Add(x, term, at, wideRows, width, width, shifts, first, second);
                if (left > 0) ChannelSumBlock.Add(x, term, at + (nint)wideRows * width, 1, left, width, shifts, first, second);
                if (copies == 1) continue;
                pattern.Fold(first);
                pattern.Fold(second);
                for (int part = 0; part < 3; part++)
                {
                    new ReadOnlySpan<float>(wide + part * width, channels).CopyTo(new Span<float>(own + part * channels, channels));
                }
            }
        }

        // Four rows from all over the block: neighbouring pixels are alike.
        private static void GuessMean(float* x, int rows, int channels, float* guess)
        {
            nint step = (nint)(rows / 4) * channels;
            int c = 0;
            if (F512.IsSupported) c = GuessMean<F512>(x, step, c, channels, guess);
            if (F256.IsSupported) c = GuessMean<F256>(x, step, c, channels, guess);
            if (F128.IsSupported) c = GuessMean<F128>(x, step, c, channels, guess);
            GuessMean<F1>(x, step, c, channels, guess);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static int GuessMean<TSimd>(float* x, nint step, int c, int channels, float* guess) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd quarter = TSimd.Splat(0.25f);
            for (; c <= channels - TSimd.Width; c += TSimd.Width)
            {
                // Quarters first: the sum of four large numbers may overflow where their mean does not.
                TSimd early = TSimd.Load(x + c) * quarter + TSimd.Load(x + c + step) * quarter;
                TSimd late = TSimd.Load(x + c + 2 * step) * quarter + TSimd.Load(x + c + 3 * step) * quarter;
                TSimd.Store(early + late, guess + c);
            }

            return c;
        }
    }

    // One index is a channel.
    private readonly struct MomentsBody(float* partial, Blocks blocks, float* means, float* variances) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            int channels = blocks.Pattern.Channels;
            for (int c = start; c < end; c++)
            {
                double total = 0;
                float* part = partial + c;
                for (int block = 0; block < blocks.Count; block++, part += 3 * (nint)channels)
                {
                    total += (double)blocks.RowsOf(block) * part[0] + part[channels];
                }

                double mean = total / blocks.Rows, squares = 0;
                part = partial + c;
                for (int block = 0; block < blocks.Count; block++, part += 3 * (nint)channels)
                {
                    // Σ(x − mean)² = Σ(x − shift)² − (Σ(x − shift))²/n + n·(mean of the block − mean)²
                    double n = blocks.RowsOf(block), sum = part[channels], distance = part[0] + sum / n - mean;
                    squares += part[2 * channels] - sum * sum / n + n * distance * distance;
                }

                means[c] = (float)mean;
                variances[c] = (float)Math.Max(0, squares / blocks.Rows);
            }
        }
    }

    // One index is a channel.
    private readonly struct GradientsBody(float* partial, Blocks blocks, float* sums, float* products) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            int channels = blocks.Pattern.Channels;
            for (int c = start; c < end; c++)
            {
                double sum = 0, product = 0;
                float* part = partial + c;
                for (int block = 0; block < blocks.Count; block++, part += 3 * (nint)channels)
                {
                    sum += part[channels];
                    product += part[2 * channels];
                }

                (sums[c], products[c]) = ((float)sum, (float)product);
            }
        }
    }
}
