namespace DeepSharp;

/// <summary>How four numbers say where a rectangle is: Keras's formats, and the way from each of them to another.</summary>
internal readonly record struct BoxFormat(string Name)
{
    // A relative format is the same with shares of the width and of the height; of these there are all but one.
    private static readonly string[] s_names =
        ["xyxy", "yxyx", "xywh", "center_xywh", "center_yxhw", "rel_xyxy", "rel_yxyx", "rel_xywh", "rel_center_xywh"];

    /// <summary>Whether numbers are shares of the width and the height.</summary>
    public bool IsRelative => Name.StartsWith("rel_", StringComparison.Ordinal);

    private string Absolute => IsRelative ? Name[4..] : Name;

    /// <summary>The format of a Keras name.</summary>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public static BoxFormat Of(string who, string name)
    {
        MissingName.Refuse("bounding box format", name);
        int index = Array.FindIndex(s_names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (index >= 0) return new BoxFormat(s_names[index]);
        throw new ArgumentException(
            $"{who}: unknown bounding box format '{name}'. Known: {string.Join(", ", s_names.Order(StringComparer.Ordinal))}.");
    }

    /// <summary>Left, top, right and bottom, in the units that the numbers have.</summary>
    public Tensor[] ToCorners(Tensor boxes)
    {
        Tensor a = Column(boxes, 0), b = Column(boxes, 1), c = Column(boxes, 2), d = Column(boxes, 3);
        return Absolute switch
        {
            "xyxy" => [a, b, c, d],
            "yxyx" => [b, a, d, c],
            "xywh" => [a, b, a + c, b + d],
            "center_xywh" => [a - c / 2, b - d / 2, a + c / 2, b + d / 2],
            _ => [b - d / 2, a - c / 2, b + d / 2, a + c / 2],
        };
    }

    /// <summary>The four numbers, from left, top, right and bottom.</summary>
    public Tensor FromCorners(ReadOnlySpan<Tensor> corners)
    {
        (Tensor left, Tensor top, Tensor right, Tensor bottom) = (corners[0], corners[1], corners[2], corners[3]);
        Tensor width = right - left, height = bottom - top;
        return Ops.Concatenate(Absolute switch
        {
            "xyxy" => [left, top, right, bottom],
            "yxyx" => [top, left, bottom, right],
            "xywh" => [left, top, width, height],
            "center_xywh" => [left + width / 2, top + height / 2, width, height],
            _ => [top + height / 2, left + width / 2, height, width],
        }, -1);
    }

    /// <summary>One of the numbers of each box, with a last axis of length 1.</summary>
    public static Tensor Column(Tensor boxes, int number) => Tape.Run(new ColumnsOp(number, 1), boxes);
}
