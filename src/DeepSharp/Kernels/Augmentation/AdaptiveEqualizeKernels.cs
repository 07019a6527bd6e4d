namespace DeepSharp.Kernels;

/// <summary>
/// Contrast limited adaptive histogram equalization (Zuiderveld 1994, Graphics Gems IV): each tile of an image has a table, and a pixel is
/// a mixture of those of the four tiles around.
/// </summary>
internal static unsafe class AdaptiveEqualizeKernels
{
    private const int Bins = 256;
    private const float Most = 255f;

    /// <summary>y = x, both (images, height, width, channels), with the contrast of each tile of each channel spread.</summary>
    public static void Run(ReadOnlySpan<float> x, in AdaptiveTiles tiles, Span<float> y)
    {
        KernelGuard.Exactly(x, (long)tiles.Images * tiles.Height * tiles.Width * tiles.Channels);
        KernelGuard.SameLength(x, y);
        fixed (float* px = x, py = y)
        {
            int planes = tiles.Images * tiles.Channels;
            WorkerPool.For(planes, RowGrain.For(planes, 16L * tiles.Height * tiles.Width), new Body(px, py, tiles));
        }
    }

    // One index is a channel of an image.
    private readonly struct Body(float* x, float* y, AdaptiveTiles tiles) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            float* tables = Scratch.Get(ScratchSlot.Temporary, (long)tiles.Rows * tiles.Columns * Bins);
            for (int plane = start; plane < end; plane++)
            {
                (int image, int channel) = Math.DivRem(plane, tiles.Channels);
                nint first = (nint)image * tiles.Height * tiles.Width * tiles.Channels + channel;
                for (int row = 0; row < tiles.Rows; row++)
                {
                    for (int column = 0; column < tiles.Columns; column++)
                    {
                        FillTable(x + first, row, column, new Span<float>(tables + ((nint)row * tiles.Columns + column) * Bins, Bins));
                    }
                }

                Mix(x + first, y + first, tables);
            }
        }

        private void FillTable(float* plane, int tileRow, int tileColumn, Span<float> table)
        {
            table.Clear();
            int size = tiles.TileHeight * tiles.TileWidth;
            for (int i = 0; i < tiles.TileHeight; i++)
            {
                int row = BorderRule.Reflect.Inside(tileRow * tiles.TileHeight + i, tiles.Height);
                for (int j = 0; j < tiles.TileWidth; j++)
                {
                    int column = BorderRule.Reflect.Inside(tileColumn * tiles.TileWidth + j, tiles.Width);
                    table[Level(plane[((nint)row * tiles.Width + column) * tiles.Channels])]++;
                }
            }

            float excess = 0f;
            if (tiles.ClipLimit > 0f)
            {
                float limit = tiles.ClipLimit * size / Bins;
                foreach (ref float count in table)
                {
                    excess += Math.Max(0f, count - limit);
                    count = Math.Min(count, limit);
                }
            }

            // The sums up to each level, from the first on.
            double sum = 0;
            foreach (ref float count in table)
            {
                sum += count + excess / Bins;
                count = (float)sum;
            }

            float least = table[0], rest = size - least;
            foreach (ref float count in table) count = Math.Clamp((count - least) * Most / (rest == 0f ? 1f : rest), 0f, Most);
        }

        private void Mix(float* from, float* to, float* tables)
        {
            for (int row = 0; row < tiles.Height; row++)
            {
                (int upper, int lower, float down) = Between(row, tiles.TileHeight, tiles.Rows);
                for (int column = 0; column < tiles.Width; column++)
                {
                    (int left, int right, float across) = Between(column, tiles.TileWidth, tiles.Columns);
                    nint place = ((nint)row * tiles.Width + column) * tiles.Channels;
                    float* tops = tables + (nint)upper * tiles.Columns * Bins + Level(from[place]);
                    float* bottoms = tables + (nint)lower * tiles.Columns * Bins + Level(from[place]);
                    float top = tops[left * Bins] * (1f - across) + tops[right * Bins] * across;
                    float bottom = bottoms[left * Bins] * (1f - across) + bottoms[right * Bins] * across;
                    to[place] = (top * (1f - down) + bottom * down) / Most * (tiles.High - tiles.Low) + tiles.Low;
                }
            }
        }

        // The tiles whose middles lie before and behind; at the ends the last one stands for both.
        private static (int Before, int Behind, float Share) Between(int place, int length, int count)
        {
            float at = (place - length / 2f) / length, before = MathF.Floor(at);
            return (Math.Clamp((int)before, 0, count - 1), Math.Clamp((int)before + 1, 0, count - 1), at - before);
        }

        private int Level(float value) => (int)Math.Clamp((value - tiles.Low) / (tiles.High - tiles.Low) * Most, 0f, Most);
    }
}

/// <summary>Images and the tiles that they are cut into; the last ones may reach beyond, where the image is mirrored.</summary>
internal readonly record struct AdaptiveTiles(
    int Images, int Height, int Width, int Channels, int Rows, int Columns, float ClipLimit, float Low, float High)
{
    public int TileHeight => (Height - 1) / Rows + 1;

    public int TileWidth => (Width - 1) / Columns + 1;
}
