namespace DeepSharp;

/// <summary>Which targets belong to which predictions of a metric.</summary>
internal static class MetricShapes
{
    /// <summary>One value for each target: equal shapes.</summary>
    public static Shape Same(Shape target, Shape prediction) => target == prediction
        ? prediction
        : throw new ShapeException($"expected targets of the shape of the predictions, {prediction}, but got {target}.");

    /// <summary>One value for each row: equal shapes.</summary>
    public static Shape Rows(Shape target, Shape prediction) => prediction.Rank > 0
        ? Same(target, prediction)[..^1]
        : throw new ShapeException("expected predictions with at least one axis but got a single number, shape ().");
}
