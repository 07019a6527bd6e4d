namespace DeepSharp.Tests.Layers.Convolutional;

/// <summary>The order of axes for references, which have the channels last.</summary>
internal static class ChannelsFirst
{
    /// <summary>(batch, channels, positions) as (batch, positions, channels).</summary>
    public static double[] Inside(double[] x, int batch, int channels) => Swap(x, batch, channels);

    /// <summary>The other way round, of what a function makes of <paramref name="x"/>.</summary>
    public static double[] Outside(double[] x, Func<double[], double[]> function, int batch, int channels)
    {
        double[] y = function(x);
        return Swap(y, batch, y.Length / batch / channels);
    }

    private static double[] Swap(double[] x, int batch, int rows)
    {
        var y = new double[x.Length];
        int columns = x.Length / batch / rows;
        for (int i = 0; i < x.Length; i++)
        {
            int sample = i / (rows * columns), row = i / columns % rows, column = i % columns;
            y[(sample * columns + column) * rows + row] = x[i];
        }

        return y;
    }
}
