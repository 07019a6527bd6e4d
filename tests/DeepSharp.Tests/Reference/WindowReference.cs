namespace DeepSharp.Tests.Reference;

/// <summary>Windows over any number of axes, on doubles, from Keras's description alone. Samples are (batch, axes..., channels).</summary>
internal static class WindowReference
{
    /// <summary>The inputs of each window along one axis, from the first to before the last.</summary>
    public delegate (int From, int To) Window(int axis, int output);

    /// <summary>Sizes of a batch of samples before and after.</summary>
    public sealed record Sizes(int Batch, int[] Inputs, int[] Outputs, int Channels)
    {
        public int Input => Batch * Inputs.Aggregate(1, (a, b) => a * b) * Channels;
    }

    /// <summary>Windows of a size and strides; with same, as many positions as strides fit, and padding that counts for nothing.</summary>
    public static (Sizes Sizes, Window Window) Sliding(
        int batch, int[] inputs, int channels, int[] size, int[] strides, bool same = false)
    {
        int[] outputs = [.. inputs.Select((n, i) => same ? (int)((n + (long)strides[i] - 1) / strides[i]) : (n - size[i]) / strides[i] + 1)];
        return (new Sizes(batch, inputs, outputs, channels), (axis, output) =>
        {
            long before = same ? Math.Max((outputs[axis] - 1L) * strides[axis] + size[axis] - inputs[axis], 0) / 2 : 0;
            long start = (long)output * strides[axis] - before;
            return ((int)Math.Max(start, 0), (int)Math.Min(start + size[axis], inputs[axis]));
        }
        );
    }

    /// <summary>So many windows along each axis, which together cover it.</summary>
    public static (Sizes Sizes, Window Window) Adaptive(int batch, int[] inputs, int channels, int[] outputs) => (
        new Sizes(batch, inputs, outputs, channels),
        (axis, output) => (
            (int)Math.Floor((double)output * inputs[axis] / outputs[axis]),
            (int)Math.Ceiling((output + 1.0) * inputs[axis] / outputs[axis])));

    public static double[] Max((Sizes Sizes, Window Window) w, double[] x) => Map(w, (_, cells) => cells.Max(cell => x[cell]));

    public static double[] Mean((Sizes Sizes, Window Window) w, double[] x) => Map(w, (_, cells) => cells.Average(cell => x[cell]));

    /// <summary>The first of equal maxima, in the order of the window, has the gradient.</summary>
    public static double[] MaxGradient((Sizes Sizes, Window Window) w, double[] x, double[] dy)
    {
        var dx = new double[w.Sizes.Input];
        Map(w, (output, cells) => dx[cells.MaxBy(cell => x[cell])] += dy[output]);
        return dx;
    }

    // Cells come in the order of the window, the last axis fastest.
    private static double[] Map((Sizes Sizes, Window Window) w, Func<int, List<int>, double> compute)
    {
        (Sizes sizes, Window window) = w;
        var y = new List<double>();
        for (int sample = 0; sample < sizes.Batch; sample++)
        {
            foreach (int[] place in Places([.. sizes.Outputs.Select(n => (0, n))]))
            {
                List<int> pixels = [];
                foreach (int[] cell in Places([.. place.Select((output, axis) => window(axis, output))]))
                {
                    pixels.Add(cell.Select((at, axis) => (at, axis)).Aggregate(sample, (all, next) => all * sizes.Inputs[next.axis] + next.at));
                }

                for (int c = 0; c < sizes.Channels; c++) y.Add(compute(y.Count, [.. pixels.Select(pixel => pixel * sizes.Channels + c)]));
            }
        }

        return [.. y];
    }

    private static IEnumerable<int[]> Places((int From, int To)[] ranges)
    {
        IEnumerable<int[]> places = [[]];
        foreach ((int from, int to) in ranges)
        {
            places = places.SelectMany(place => Enumerable.Range(from, to - from).Select(at => (int[])[.. place, at]));
        }

        return places;
    }
}
