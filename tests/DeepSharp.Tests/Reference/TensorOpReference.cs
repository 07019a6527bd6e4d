namespace DeepSharp.Tests.Reference;

/// <summary>What the ops of tensors compute, in double precision, by walking every index of the result.</summary>
internal static class TensorOpReference
{
    public static int Size(int[] shape) => shape.Aggregate(1, (a, b) => a * b);

    /// <summary>NumPy's common shape; the operands are known to fit.</summary>
    public static int[] Broadcast(int[] a, int[] b)
    {
        var shape = new int[Math.Max(a.Length, b.Length)];
        for (int i = 1; i <= shape.Length; i++)
        {
            int l = i <= a.Length ? a[^i] : 1, r = i <= b.Length ? b[^i] : 1;
            shape[^i] = l == 1 ? r : l;
        }

        return shape;
    }

    /// <summary>Where value <paramref name="index"/> of a result of <paramref name="shape"/> comes from in an operand.</summary>
    public static int Source(int index, int[] shape, int[] operand)
    {
        int position = 0, stride = 1;
        for (int i = 1; i <= shape.Length; i++)
        {
            int at = index % shape[^i];
            index /= shape[^i];
            if (i > operand.Length) continue;
            if (operand[^i] != 1) position += at * stride;
            stride *= operand[^i];
        }

        return position;
    }

    public static double[] Map(double[] a, int[] aShape, double[] b, int[] bShape, Func<double, double, double> f)
    {
        int[] shape = Broadcast(aShape, bShape);
        var y = new double[Size(shape)];
        for (int i = 0; i < y.Length; i++) y[i] = f(a[Source(i, shape, aShape)], b[Source(i, shape, bShape)]);
        return y;
    }

    /// <summary>The shape with the named axes as 1, or all if none is named; negative ones count from the end.</summary>
    public static int[] KeptShape(int[] shape, int[] axes) =>
        [.. shape.Select((length, axis) => axes.Length == 0 || axes.Contains(axis) || axes.Contains(axis - shape.Length) ? 1 : length)];

    /// <summary>The values of every reduced group, in the order of the values.</summary>
    public static double[] Reduce(double[] x, int[] shape, int[] axes, Func<List<double>, double> reduce)
    {
        int[] kept = KeptShape(shape, axes);
        var groups = new List<double>[Size(kept)];
        for (int i = 0; i < groups.Length; i++) groups[i] = [];
        for (int i = 0; i < x.Length; i++) groups[Source(i, shape, kept)].Add(x[i]);
        return [.. groups.Select(reduce)];
    }

    public static double[] Transpose(double[] x, int[] shape, int[] permutation)
    {
        int[] to = [.. permutation.Select(axis => shape[axis])];
        var y = new double[x.Length];
        for (int i = 0; i < y.Length; i++)
        {
            var index = new int[shape.Length];
            int rest = i;
            for (int axis = to.Length - 1; axis >= 0; axis--)
            {
                index[permutation[axis]] = rest % to[axis];
                rest /= to[axis];
            }

            int from = 0;
            for (int axis = 0; axis < shape.Length; axis++) from = from * shape[axis] + index[axis];
            y[i] = x[from];
        }

        return y;
    }

    /// <summary>Products of the last two axes, with broadcast batches.</summary>
    public static double[] MatMul(double[] a, int[] aShape, bool transposeA, double[] b, int[] bShape, bool transposeB)
    {
        (int rows, int inner) = transposeA ? (aShape[^1], aShape[^2]) : (aShape[^2], aShape[^1]);
        int columns = transposeB ? bShape[^2] : bShape[^1];
        int[] batch = Broadcast(aShape[..^2], bShape[..^2]);
        var y = new double[Size(batch) * rows * columns];
        for (int i = 0; i < y.Length; i++)
        {
            int matrix = i / (rows * columns), row = i / columns % rows, column = i % columns;
            int aStart = Source(matrix, batch, aShape[..^2]) * rows * inner, bStart = Source(matrix, batch, bShape[..^2]) * inner * columns;
            for (int k = 0; k < inner; k++)
            {
                int left = transposeA ? k * rows + row : row * inner + k, right = transposeB ? column * inner + k : k * columns + column;
                y[i] += a[aStart + left] * b[bStart + right];
            }
        }

        return y;
    }
}
