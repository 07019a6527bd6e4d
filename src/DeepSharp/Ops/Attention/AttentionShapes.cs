namespace DeepSharp;

/// <summary>Checks of what an attention is given.</summary>
internal static class AttentionShapes
{
    /// <exception cref="ShapeException">The three do not fit together.</exception>
    public static void Require(Shape query, Shape key, Shape value)
    {
        if (query.Rank != 4 || key.Rank != 4 || value.Rank != 4)
        {
            throw new ShapeException(
                "expected queries (batch, queries, heads, width), keys (batch, keys, heads, width) and values (batch, keys, heads, " +
                $"valueWidth) but got {query}, {key} and {value}.");
        }

        if (key[0] != query[0] || value[0] != query[0]) throw Unfit("one batch size", query, key, value);
        if (key[1] != value[1]) throw Unfit("as many keys as values", query, key, value);
        if (key[3] != query[3]) throw Unfit("queries and keys of one width", query, key, value);
        if (key[2] == value[2] && key[2] > 0 && query[2] % key[2] == 0) return;
        throw Unfit("as many heads of keys as of values, by which the heads of the queries can be divided,", query, key, value);
    }

    /// <exception cref="ShapeException">A mask, or what is added to scores, does not stretch to all pairs.</exception>
    public static void RequirePairs(string what, Shape given, Shape pairs)
    {
        bool fits = given.Rank <= 4;
        for (int i = 1; fits && i <= given.Rank; i++) fits = given[^i] == 1 || given[^i] == pairs[^i];
        if (fits) return;
        throw new ShapeException($"expected {what} that stretches to (batch, heads, queries, keys), {pairs}, but got {given}.");
    }

    private static ShapeException Unfit(string wanted, Shape query, Shape key, Shape value) =>
        new($"expected {wanted} but got queries {query}, keys {key} and values {value}.");
}
