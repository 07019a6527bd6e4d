namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>The same values, as a view, with a mask: which steps of a sequence count, for layers that know of masks.</summary>
    /// <param name="mask">
    /// 1 where values count, 0 where they are padding, over the leading axes: (batch, steps) for (batch, steps, features). Null for none.
    /// </param>
    /// <exception cref="ShapeException">The mask's shape is not that of the leading axes.</exception>
    /// <example><code>Tensor last = lstm.Apply(x.WithMask(lengths.Greater(positions)));</code></example>
    public Tensor WithMask(Tensor? mask)
    {
        if (mask is not null && (mask.Rank == 0 || mask.Rank > Rank || Shape[..mask.Rank] != mask.Shape))
        {
            throw new ShapeException(
                $"WithMask: expected a mask over the leading axes of {Shape}, such as {(Rank > 1 ? Shape[..^1] : Shape)}, but got {mask.Shape}.");
        }

        Tensor masked = Tape.Run(SameOp.Instance, this);
        masked.Mask = mask;
        return masked;
    }
}
