namespace DeepSharp;

public abstract partial class Layer
{
    /// <summary>Class, name and shapes: <c>Dense 'dense' (None, 4) -> (None, 3), 15 parameters</c>.</summary>
    public override string ToString()
    {
        if (!IsBuilt) return $"{LayerArguments.Describe(this)}, not built";
        string shapes = $"{Text(BuildShapes)} -> {Text(ComputeOutputShapes(BuildShapes))}";
        return FormattableString.Invariant($"{LayerArguments.Describe(this)} {shapes}, {CountParameters():N0} parameters");
    }

    private static string Text(ReadOnlySpan<Shape> shapes) =>
        shapes is [var one] ? one.ToString() : $"[{string.Join(", ", shapes.ToArray())}]";
}
