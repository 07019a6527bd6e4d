namespace DeepSharp.Layers;

// As in Keras: the output counts where any input does, if all of them have masks. Sums and means take padding as it is; what would spoil
// a product or an extremum does not take part in it.
public abstract partial class MergingLayer
{
    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Tensor? ComputeMask(ReadOnlySpan<Tensor> inputs) => Masks.AnyOf(inputs);

    /// <summary>What becomes of values that a mask leaves out.</summary>
    private protected virtual MaskedValues MaskedValues => MaskedValues.Merged;

    // Where one input does not count, the others decide; where none does, the first.
    private Tensor MergePresent(ReadOnlySpan<Tensor> inputs, int rank)
    {
        Tensor? merged = null, counts = null;
        foreach (Tensor input in inputs)
        {
            Tensor next = Stretch(input, rank);
            Tensor? mask = input.Mask;
            if (merged is null)
            {
                (merged, counts) = (next, mask);
                continue;
            }

            if (mask is not null) next = Select(mask, next, merged);
            if (counts is not null) merged = Select(counts, merged, next);
            counts = mask is not null && counts is not null ? Masks.Or(counts, mask) : null;
            merged = Merge(merged, next);
        }

        return merged!;
    }

    // Ones do not change a product. Where no input counts it is 0.
    private Tensor MergeOverOnes(ReadOnlySpan<Tensor> inputs, int rank)
    {
        Tensor? merged = null;
        foreach (Tensor input in inputs)
        {
            Tensor next = Stretch(input.Mask is { } mask ? Tape.Run(MaskSelectOp.OrOne, mask, input) : input, rank);
            merged = merged is null ? next : Merge(merged, next);
        }

        if (Masks.AnyOf(inputs) is not { } counts) return merged!;
        return counts.Rank <= merged!.Rank && merged.Shape[..counts.Rank] == counts.Shape
            ? Tape.Run(MaskSelectOp.OrZero, counts, merged)
            : Tensor.Where(Column(counts, merged.Rank), merged, Tensor.Constant(0f));
    }

    private static Tensor Select(Tensor mask, Tensor where, Tensor elsewhere)
    {
        bool isPlain = where.Shape == elsewhere.Shape && mask.Rank <= where.Rank && where.Shape[..mask.Rank] == mask.Shape;
        return isPlain ? Tape.Run(MaskSelectOp.OrZero, mask, where, elsewhere) : Tensor.Where(Column(mask, where.Rank), where, elsewhere);
    }

    // (batch, steps) as (batch, steps, 1), for shapes that broadcast.
    private static Tensor Column(Tensor mask, int rank)
    {
        Span<int> lengths = stackalloc int[rank];
        lengths.Fill(1);
        mask.Shape.AsSpan().CopyTo(lengths);
        return mask.Reshape(Shape.Create(lengths));
    }
}
