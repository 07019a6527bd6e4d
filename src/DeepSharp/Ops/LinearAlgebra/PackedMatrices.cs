namespace DeepSharp;

/// <summary>
/// Several matrices for each of a batch, one after the other in one tensor (..., values): what an op of several results gives.
/// </summary>
internal static class PackedMatrices
{
    /// <summary>The parts, each with its own last axes.</summary>
    public static Tensor[] Split(Tensor packed, params ReadOnlySpan<Shape> parts)
    {
        Shape batch = packed.Shape[..^1];
        Tensor rows = packed.Reshape([batch.Size, packed.Shape[^1]]);
        var split = new Tensor[parts.Length];
        int start = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            int size = parts[i].Size;
            split[i] = Tape.Run(new PartOp(1, start, size), rows).Reshape(Shape.Create([.. batch.AsSpan(), .. parts[i].AsSpan()]));
            start += size;
        }

        return split;
    }
}
