namespace DeepSharp;

/// <summary>A shape seen from one of its axes: how many values lie outside and inside of it.</summary>
internal readonly record struct AxisView(int Outer, int Length, int Inner)
{
    /// <summary>The view from an axis; negative ones count from the end.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static AxisView Of(Shape shape, int axis)
    {
        int position = shape.NormalizeAxis(axis);
        return new AxisView(shape[..position].Size, shape[position], shape[(position + 1)..].Size);
    }
}
