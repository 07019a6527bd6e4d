using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Two sums for each channel over all rows of (rows, channels): Σ t and Σ t·(x − shift). Rows are cut into blocks that depend on the shape
/// alone; the sums of blocks are added in order, in double precision.
/// </summary>
internal static unsafe class ChannelSums
{
    private const int BlockElements = 32768;
    private const int LeastRows = 128;
    private const int GroupChannels = 32;
    private const int SumsOfChunk = 4096;
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
        WorkerPool.For(blocks.Groups, blocks.GroupGrain, new MomentsBody(partial, blocks, means, variances));
    }

    /// <summary>sums[c] = Σ dy and products[c] = Σ dy·(x − shift[c]).</summary>
    public static void Gradients(float* x, float* dy, float* shift, int rows, int channels, float* sums, float* products)
    {
        Blocks blocks = new(rows, channels);
        float* partial = Run(x, new GradientTerm(dy), shift, blocks);
        WorkerPool.For(blocks.Groups, blocks.GroupGrain, new GradientsBody(partial, blocks, sums, products));
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

        public int Groups => (Pattern.Channels + GroupChannels - 1) / GroupChannels;

        public int GroupGrain => Math.Max(1, SumsOfChunk / (GroupChannels * Math.Max(1, Count)));

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

    // One index is a group of channels: what a block summed for them lies in a few cache lines.
    private readonly struct MomentsBody(float* partial, Blocks blocks, float* means, float* variances) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            int channels = blocks.Pattern.Channels;
            double* totals = stackalloc double[GroupChannels], squares = stackalloc double[GroupChannels];
            for (int group = start; group < end; group++)
            {
                int first = group * GroupChannels, count = Math.Min(GroupChannels, channels - first);
                new Span<double>(totals, GroupChannels).Clear();
                new Span<double>(squares, GroupChannels).Clear();
                for (int block = 0; block < blocks.Count; block++)
                {
                    float* shift = partial + (nint)block * 3 * channels + first, sum = shift + channels;
                    double rows = blocks.RowsOf(block);
                    for (int c = 0; c < count; c++) totals[c] += rows * shift[c] + sum[c];
                }

                for (int c = 0; c < count; c++) totals[c] /= blocks.Rows;
                for (int block = 0; block < blocks.Count; block++)
                {
                    // Σ(x − mean)² = Σ(x − shift)² − 2·(mean − shift)·Σ(x − shift) + n·(mean − shift)²: in double precision, and with a
                    // shift not far from the mean, nothing is lost.
                    float* shift = partial + (nint)block * 3 * channels + first, sum = shift + channels, square = sum + channels;
                    double rows = blocks.RowsOf(block);
                    for (int c = 0; c < count; c++)
                    {
                        double distance = totals[c] - shift[c];
                        squares[c] += square[c] + distance * (rows * distance - 2 * sum[c]);
                    }
                }

                for (int c = 0; c < count; c++)
                {
                    means[first + c] = (float)totals[c];
                    variances[first + c] = (float)Math.Max(0, squares[c] / blocks.Rows);
                }
            }
        }
    }

    // One index is a group of channels.
    private readonly struct GradientsBody(float* partial, Blocks blocks, float* sums, float* products) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            int channels = blocks.Pattern.Channels;
            double* totals = stackalloc double[2 * GroupChannels];
            for (int group = start; group < end; group++)
            {
                int first = group * GroupChannels, count = Math.Min(GroupChannels, channels - first);
                new Span<double>(totals, 2 * GroupChannels).Clear();
                for (int block = 0; block < blocks.Count; block++)
                {
                    float* sum = partial + ((nint)block * 3 + 1) * channels + first, product = sum + channels;
                    for (int c = 0; c < count; c++)
                    {
                        totals[c] += sum[c];
                        totals[GroupChannels + c] += product[c];
                    }
                }

                for (int c = 0; c < count; c++) (sums[first + c], products[first + c]) = ((float)totals[c], (float)totals[GroupChannels + c]);
            }
        }
    }
}
