using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Pooling;

/// <summary>Geometries that between them reach every path: complete, cut, skipped and overlapping windows, all register tails.</summary>
internal static class PoolingCases
{
    public static IEnumerable<Pool2DGeometry> All()
    {
        int[] channels = [1, 3, 4, 8, 15, 16, 17, 23, 32, 61];
        int next = 0;
        foreach (bool same in new[] { false, true })
            foreach ((int rows, int columns) in new[] { (1, 1), (2, 2), (3, 3), (2, 3), (3, 1), (1, 2) })
                foreach ((int down, int across) in new[] { (1, 1), (2, 2), (3, 2), (1, 3), (4, 4) })
                    foreach ((int height, int width) in new[] { (6, 8), (7, 5) })
                    {
                        yield return Create(2, channels[next++ % channels.Length], (height, width), (rows, columns), (down, across), same);
                    }

        for (int count = 1; count <= 130; count++) yield return Create(1, count, (4, 5), (2, 2), (2, 2), same: false);
        for (int count = 1; count <= 130; count++) yield return Create(1, count, (4, 5), (3, 2), (2, 1), same: true);
        yield return Create(3, 5, (1, 1), (3, 3), (2, 2), same: true);
        yield return Create(1, 2, (40, 37), (40, 37), (1, 1), same: false); // more cells than a byte could number
        yield return Create(0, 4, (6, 6), (2, 2), (2, 2), same: false);
    }

    /// <summary>Big enough for several chunks of the worker pool.</summary>
    public static IEnumerable<Pool2DGeometry> Large()
    {
        yield return Create(3, 33, (61, 60), (2, 2), (2, 2), same: false);
        yield return Create(3, 33, (61, 60), (3, 3), (2, 2), same: true);
    }

    public static Pool2DGeometry Create(int batch, int channels, (int, int) input, (int, int) window, (int, int) strides, bool same) => new(
        batch,
        channels,
        WindowAxis.Create(input.Item1, window.Item1, strides.Item1, 1, same),
        WindowAxis.Create(input.Item2, window.Item2, strides.Item2, 1, same));
}
