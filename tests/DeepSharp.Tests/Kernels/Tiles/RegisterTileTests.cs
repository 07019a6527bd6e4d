using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Tiles;

public unsafe class RegisterTileTests
{
    private const float Canary = 12345f;

    [Fact]
    public void Every_row_count_and_width_agrees_with_a_double_sum()
    {
        CheckWidth<F512>();
        CheckWidth<F256>();
        CheckWidth<F128>();
        CheckWidth<F1>();
    }

    [Fact]
    public void A_tile_of_no_segments_or_no_depth_is_zero()
    {
        CheckTile<F1>(rows: 3, segments: 0, depth: 4, accumulate: false, aRowStride: 4, aDepthStride: 1);
        CheckTile<F1>(rows: 3, segments: 2, depth: 0, accumulate: false, aRowStride: 4, aDepthStride: 1);
    }

    private static void CheckWidth<TSimd>() where TSimd : unmanaged, ISimd<TSimd>
    {
        if (!TSimd.IsSupported) return;
        for (int rows = 1; rows <= RegisterTile.Rows<TSimd>(); rows++)
        {
            foreach (int segments in (int[])[1, 2, 5])
            {
                foreach (int depth in (int[])[1, 2, 7])
                {
                    CheckTile<TSimd>(rows, segments, depth, accumulate: false, aRowStride: depth * segments + 3, aDepthStride: 1);
                    CheckTile<TSimd>(rows, segments, depth, accumulate: true, aRowStride: 1, aDepthStride: rows + 1);
                    // Rows overlap, as in a convolution.
                    CheckTile<TSimd>(rows, segments, depth, accumulate: true, aRowStride: 2, aDepthStride: 1);
                }
            }
        }
    }

    private static void CheckTile<TSimd>(int rows, int segments, int depth, bool accumulate, int aRowStride, int aDepthStride)
        where TSimd : unmanaged, ISimd<TSimd>
    {
        int columns = RegisterTile.Columns<TSimd>();
        int aSegment = depth * aDepthStride, bStride = columns + 3, bSegment = depth * bStride, cStride = columns + 5;
        var random = new Random(rows * 1000 + segments * 100 + depth);
        float[] a = Values(random, segments * aSegment + rows * aRowStride);
        float[] b = Values(random, segments * bSegment + columns);
        float[] c = Values(random, rows * cStride);
        for (int i = 0; i < c.Length; i++)
        {
            if (i % cStride >= columns) c[i] = Canary;
        }

        float[] before = [.. c];
        // Segments in reverse order: the offsets decide, not the position in memory.
        TileSegment[] offsets = [.. Enumerable.Range(0, segments).Reverse().Select(s => new TileSegment(s * aSegment, s * bSegment))];

        fixed (float* pa = a, pb = b, pc = c)
        fixed (TileSegment* ps = offsets)
        {
            var task = new TileTask
            {
                A = pa,
                ARowStride = aRowStride,
                ADepthStride = aDepthStride,
                B = pb,
                BDepthStride = bStride,
                C = pc,
                CRowStride = cStride,
                Segments = ps,
                SegmentCount = segments,
                Depth = depth,
                Accumulate = accumulate,
            };
            RegisterTile.Compute<TSimd>(rows, task);
        }

        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < cStride; column++)
            {
                int at = row * cStride + column;
                double expected = accumulate ? before[at] : 0;
                for (int s = 0; s < segments; s++)
                {
                    for (int k = 0; k < depth && column < columns; k++)
                    {
                        expected += (double)a[s * aSegment + row * aRowStride + k * aDepthStride] * b[s * bSegment + k * bStride + column];
                    }
                }

                // At most 36 terms below 1: 1e-5 is far above their rounding and far below any single term.
                if (column >= columns) Assert.Equal(Canary, c[at]);
                else Assert.Equal(expected, c[at], 1e-5);
            }
        }
    }

    private static float[] Values(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextSingle() * 2 - 1)];
}
