using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Max pooling whose windows have more cells than a float can number: a position is the number of the pixel in its image, and the bits
/// saved are those of an int. Such windows are few, so nothing here is in a hurry.
/// </summary>
internal static unsafe class MaxPoolLargeWindows
{
    // Above it not every whole number is a float.
    private const long MostNumberedCells = 1 << 24;

    public static bool AreIn(in Pool2DGeometry g) => g.Window > MostNumberedCells;

    public static void Forward(in Pool2DGeometry g, float* x, float* y, float* positions) =>
        WorkerPool.For(g.OutRows, 1, new ForwardBody(g, x, y, positions));

    /// <summary>dx (+)= dy, image by image: windows overlap.</summary>
    public static void Backward(in Pool2DGeometry g, float* dy, float* positions, float* dx, bool accumulate) =>
        WorkerPool.For(g.InRows == 0 ? 0 : g.Batch, 1, new BackwardBody(g, dy, positions, dx, accumulate));

    // One index is a row of outputs.
    private readonly struct ForwardBody(Pool2DGeometry g, float* x, float* y, float* positions) : IRangeBody
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Invoke(int start, int end)
        {
            nint channels = g.Channels;
            for (int row = start; row < end; row++)
            {
                (int image, int outRow) = Math.DivRem(row, g.Rows.Output);
                float* source = x + image * (nint)g.Rows.Input * g.Columns.Input * channels;
                nint output = row * (nint)g.Columns.Output * channels;
                for (int column = 0; column < g.Columns.Output; column++)
                {
                    for (nint c = 0; c < channels; c++, output++) Window(source + c, outRow, column, output);
                }
            }
        }

        // As in MaxPoolForwardBody: the first of equal maxima wins, and a NaN, which no comparison finds, stays once it is there.
        private void Window(float* source, int outRow, int outColumn, nint output)
        {
            PoolRange rows = PoolRange.Cells(g.Rows, outRow), columns = PoolRange.Cells(g.Columns, outColumn);
            int top = outRow * g.Rows.Stride - g.Rows.PadBefore, left = outColumn * g.Columns.Stride - g.Columns.PadBefore;
            int position = (top + rows.Start) * g.Columns.Input + left + columns.Start;
            float best = source[(nint)position * g.Channels];
            for (int r = rows.Start; r < rows.End; r++)
            {
                int line = (top + r) * g.Columns.Input + left;
                for (int k = columns.Start; k < columns.End; k++)
                {
                    float candidate = source[(nint)(line + k) * g.Channels];
                    if (candidate > best) position = line + k;
                    best = MathF.Max(best, candidate);
                }
            }

            y[output] = best;
            if (positions != null) positions[output] = BitConverter.Int32BitsToSingle(position);
        }
    }

    // One index is an image.
    private readonly struct BackwardBody(Pool2DGeometry g, float* dy, float* positions, float* dx, bool accumulate) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            nint pixels = (nint)g.Rows.Input * g.Columns.Input, windows = (nint)g.Rows.Output * g.Columns.Output, channels = g.Channels;
            for (int image = start; image < end; image++)
            {
                float* target = dx + image * pixels * channels;
                if (!accumulate) new Span<float>(target, (int)(pixels * channels)).Clear();
                nint output = image * windows * channels;
                for (nint window = 0; window < windows; window++)
                {
                    for (nint c = 0; c < channels; c++, output++)
                    {
                        target[BitConverter.SingleToInt32Bits(positions[output]) * channels + c] += dy[output];
                    }
                }
            }
        }
    }
}
