namespace DeepSharp;

/// <summary>Orders of values along an axis. Equal values keep their order, NaN comes last, as in NumPy.</summary>
internal static class SortOrder
{
    private const int Largest = 1 << 24;

    /// <summary>For every place along the axis of the sorted tensor where its value is, counted through.</summary>
    public static int[] Positions(string name, Tensor x, int axis, bool isFalling = false)
    {
        AxisView view = AxisView.Of(x.Shape, axis);
        if (view.Length > Largest)
        {
            throw new ShapeException(
                $"{name}: expected an axis of at most {Largest:N0} values, whose positions floats hold, but got {x.Shape}.");
        }

        ReadOnlySpan<float> values = x.Values;
        var positions = new int[values.Length];
        var keys = new (float Value, int Index)[view.Length];
        for (int line = 0; line < view.Outer * view.Inner && view.Length > 0; line++)
        {
            int first = line / view.Inner * view.Length * view.Inner + line % view.Inner;
            for (int i = 0; i < keys.Length; i++) keys[i] = (values[first + i * view.Inner], i);
            Array.Sort(keys, isFalling ? CompareFalling : CompareRising);
            for (int i = 0; i < keys.Length; i++) positions[first + i * view.Inner] = first + keys[i].Index * view.Inner;
        }

        return positions;
    }

    /// <summary>Positions that are counted through as positions along the axis.</summary>
    public static Tensor AlongAxis(int[] positions, Shape shape, int axis)
    {
        AxisView view = AxisView.Of(shape, axis);
        Tensor result = Tensor.Temporary(shape);
        Span<float> indices = result.Values;
        for (int i = 0; i < positions.Length; i++) indices[i] = positions[i] / view.Inner % view.Length;
        return result;
    }

    private static int CompareRising((float Value, int Index) a, (float Value, int Index) b)
    {
        int order = Rank(a.Value, b.Value);
        return order != 0 ? order : a.Index.CompareTo(b.Index);
    }

    private static int CompareFalling((float Value, int Index) a, (float Value, int Index) b)
    {
        int order = Rank(b.Value, a.Value);
        return order != 0 ? order : a.Index.CompareTo(b.Index);
    }

    private static int Rank(float a, float b)
    {
        if (a < b) return -1;
        if (a > b) return 1;
        return float.IsNaN(a).CompareTo(float.IsNaN(b));
    }
}
