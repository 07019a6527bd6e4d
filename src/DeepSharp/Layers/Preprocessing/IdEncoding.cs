namespace DeepSharp.Layers;

/// <summary>Ids as rows of as many values as there are ids.</summary>
internal static class IdEncoding
{
    /// <summary>An id that counts nowhere, such as that of a mask.</summary>
    public const int None = -1;

    /// <summary>Refuses what only lookups have, which count samples.</summary>
    /// <exception cref="ArgumentException">The mode is tf_idf.</exception>
    public static void RefuseTfIdf(Layer layer, OutputMode outputMode)
    {
        if (outputMode != OutputMode.TfIdf) return;
        throw new ArgumentException(
            $"{LayerArguments.Describe(layer)}: expected outputMode int, one_hot, multi_hot or count but got tf_idf, for which a " +
            "StringLookup counts samples.", nameof(outputMode));
    }

    /// <summary>The shape that ids of a shape give.</summary>
    /// <param name="input">The ids, batch first.</param>
    /// <param name="mode">How they are given.</param>
    /// <param name="depth">How many ids there are.</param>
    /// <exception cref="ShapeException">The mode is for samples of one axis.</exception>
    public static Shape ShapeOf(Shape input, OutputMode mode, int depth)
    {
        if (mode == OutputMode.Int) return input;
        if (mode == OutputMode.OneHot)
        {
            Shape one = input.Rank > 1 && input[^1] == 1 ? input[..^1] : input;
            if (one.Rank < Shape.MaxRank) return one.Append(depth);
            throw new ShapeException($"expected at most {Shape.MaxRank - 1} axes, since one_hot adds one, but got {input}.");
        }

        if (input.Rank == 2) return [input[0], depth];
        throw new ShapeException(
            $"expected samples of one axis, (batch, length), since {mode} makes one row of each, but got {input}. Reshape the data.");
    }

    /// <summary>The rows.</summary>
    /// <param name="ids">From 0 on; <see cref="None"/> counts nowhere.</param>
    /// <param name="input">Their shape, batch first.</param>
    /// <param name="mode">Any but that of ids.</param>
    /// <param name="depth">How many ids there are.</param>
    /// <param name="weights">What each counts, of those that there can be; 1 if there are none.</param>
    public static DataArray Encode(ReadOnlySpan<int> ids, Shape input, OutputMode mode, int depth, ReadOnlySpan<float> weights)
    {
        Shape shape = ShapeOf(input, mode, depth);
        var rows = new float[shape.Size];
        int perRow = rows.Length == 0 ? 1 : Math.Max(1, ids.Length / (rows.Length / depth));
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] < 0) continue;
            ref float value = ref rows[i / perRow * depth + ids[i]];
            value = mode == OutputMode.OneHot || mode == OutputMode.MultiHot ? 1f : value + 1f;
        }

        for (int row = 0; !weights.IsEmpty && row < rows.Length; row += depth)
        {
            for (int id = 0; id < weights.Length; id++) rows[row + id] *= weights[id];
        }

        return DataArray.From(rows, shape);
    }
}
