using DeepSharp.Kernels;

namespace DeepSharp.Tests.Reference;

/// <summary>Pooling as its definition says it, one number at a time.</summary>
internal static class PoolingReference
{
    public static (double[] Y, double[] Positions) Max(Pool2DGeometry g, float[] x)
    {
        var y = new double[g.OutLength];
        var positions = new double[g.OutLength];
        ForEachWindow(g, (output, cells) =>
        {
            (double best, int position) = (x[cells[0].Input], cells[0].Position);
            foreach ((int candidate, int at) in cells)
            {
                if (float.IsNaN(x[candidate])) best = double.NaN;
                if (x[candidate] > best) (best, position) = (x[candidate], at);
            }

            (y[output], positions[output]) = (best, position);
        });
        return (y, positions);
    }

    public static double[] MaxGradient(Pool2DGeometry g, float[] x, float[] dy)
    {
        (_, double[] positions) = Max(g, x);
        var dx = new double[g.InLength];
        ForEachWindow(g, (output, cells) =>
        {
            foreach ((int input, int at) in cells)
            {
                if (at == positions[output]) dx[input] += dy[output];
            }
        });
        return dx;
    }

    public static double[] Average(Pool2DGeometry g, float[] x)
    {
        var y = new double[g.OutLength];
        ForEachWindow(g, (output, cells) => y[output] = cells.Average(cell => (double)x[cell.Input]));
        return y;
    }

    public static double[] AverageGradient(Pool2DGeometry g, float[] dy)
    {
        var dx = new double[g.InLength];
        ForEachWindow(g, (output, cells) =>
        {
            foreach ((int input, _) in cells) dx[input] += (double)dy[output] / cells.Count;
        });
        return dx;
    }

    /// <summary>Visits every output with the real cells of its window, row by row: index in the input and position in the window.</summary>
    private static void ForEachWindow(Pool2DGeometry g, Action<int, List<(int Input, int Position)>> visit)
    {
        int output = 0;
        for (int image = 0; image < g.Batch; image++)
            for (int row = 0; row < g.Rows.Output; row++)
                for (int column = 0; column < g.Columns.Output; column++)
                    for (int channel = 0; channel < g.Channels; channel++, output++)
                    {
                        var cells = new List<(int, int)>();
                        for (int r = 0; r < g.Rows.Window; r++)
                            for (int c = 0; c < g.Columns.Window; c++)
                            {
                                int y = row * g.Rows.Stride + r - g.Rows.PadBefore;
                                int x = column * g.Columns.Stride + c - g.Columns.PadBefore;
                                if (y < 0 || y >= g.Rows.Input || x < 0 || x >= g.Columns.Input) continue;
                                cells.Add(
                                    (((image * g.Rows.Input + y) * g.Columns.Input + x) * g.Channels + channel, r * g.Columns.Window + c));
                            }

                        visit(output, cells);
                    }
    }
}
