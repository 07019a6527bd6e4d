namespace DeepSharp.Tests.Reference;

/// <summary>NumPy's broadcasting, element by element from the index of each axis.</summary>
internal static class BroadcastReference
{
    public static int[] OutputShape(int[] left, int[] right)
    {
        int rank = Math.Max(left.Length, right.Length);
        return [.. Enumerable.Range(0, rank).Select(i => Length(left, i, rank) == 1 ? Length(right, i, rank) : Length(left, i, rank))];
    }

    /// <summary>For each element of the output, the element of an operand of this shape that it reads.</summary>
    public static int[] Source(int[] operand, int[] output)
    {
        int size = output.Aggregate(1, (product, length) => product * length);
        int[] source = new int[size];
        for (int i = 0; i < size; i++)
        {
            int rest = i, at = 0, stride = 1;
            for (int axis = output.Length - 1; axis >= 0; axis--)
            {
                int index = rest % output[axis], length = Length(operand, axis, output.Length);
                rest /= output[axis];
                if (length > 1) at += index * stride;
                stride *= length;
            }

            source[i] = at;
        }

        return source;
    }

    public static double[] SumToShape(double[] values, int[] operand, int[] output)
    {
        double[] sums = new double[operand.Aggregate(1, (product, length) => product * length)];
        int[] source = Source(operand, output);
        for (int i = 0; i < values.Length; i++) sums[source[i]] += values[i];
        return sums;
    }

    private static int Length(int[] shape, int axis, int rank) => axis < rank - shape.Length ? 1 : shape[axis - rank + shape.Length];
}
