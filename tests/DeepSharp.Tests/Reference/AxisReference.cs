namespace DeepSharp.Tests.Reference;

/// <summary>Reductions and softmax along the middle axis of (outer, axis, inner), one line at a time, in double precision.</summary>
internal static class AxisReference
{
    /// <summary>One number for each line.</summary>
    public static double[] Reduce(float[] x, int outer, int axis, int inner, Func<double[], double> reduce)
    {
        double[] y = new double[outer * inner];
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
            {
                y[o * inner + i] = reduce(Line(x, o, axis, inner, i));
            }

        return y;
    }

    /// <summary>A line for each line.</summary>
    public static double[] Map(float[] x, int outer, int axis, int inner, Func<double[], double[]> map)
    {
        double[] y = new double[x.Length];
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
            {
                double[] line = map(Line(x, o, axis, inner, i));
                for (int a = 0; a < axis; a++) y[(o * axis + a) * inner + i] = line[a];
            }

        return y;
    }

    public static double[] Softmax(double[] line)
    {
        double[] powers = [.. line.Select(value => Math.Exp(value - line.Max()))];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    public static double[] LogSoftmax(double[] line)
    {
        double log = Math.Log(line.Sum(value => Math.Exp(value - line.Max())));
        return [.. line.Select(value => value - line.Max() - log)];
    }

    /// <summary>dx[i] = Σ dy[j]·∂f(x)[j]/∂x[i], the derivatives by central differences.</summary>
    public static double[] Backward(double[] line, double[] dy, Func<double[], double[]> map)
    {
        double[] dx = new double[line.Length];
        for (int i = 0; i < line.Length; i++)
        {
            double[] above = [.. line], below = [.. line];
            above[i] += 1e-5;
            below[i] -= 1e-5;
            double[] high = map(above), low = map(below);
            for (int j = 0; j < line.Length; j++) dx[i] += dy[j] * (high[j] - low[j]) / 2e-5;
        }

        return dx;
    }

    public static double[] Line(float[] x, int o, int axis, int inner, int i) =>
        [.. Enumerable.Range(0, axis).Select(a => (double)x[(o * axis + a) * inner + i])];
}
