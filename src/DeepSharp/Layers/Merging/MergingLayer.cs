namespace DeepSharp.Layers;

/// <summary>
/// A layer that makes one tensor of several, element by element. Shapes broadcast; a tensor of lower rank gains axes after the batch.
/// </summary>
/// <remarks>If all inputs carry masks, so does the output: 1 where any of them is.</remarks>
public abstract partial class MergingLayer : Layer
{
    /// <summary>Sets the name.</summary>
    /// <param name="name">A name that is unique in its model; null for the class's name in snake_case, numbered.</param>
    protected MergingLayer(string? name = null)
        : base(name)
    {
    }

    internal override bool TakesSamplesApart(bool training) => true;

    internal override bool MakesNew(int inputs) => inputs > 1 && LibraryClasses.Contains(GetType());

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input) => ComputeOutputShapes([input])[0];

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
    {
        int rank = 0;
        foreach (Shape input in inputs) rank = Math.Max(rank, input.Rank);
        Shape merged = Stretch(inputs[0], rank);
        foreach (Shape input in inputs[1..]) merged = Merge(merged, Stretch(input, rank), inputs);
        return [merged];
    }

    /// <inheritdoc/>
    public override CallSignature Signature => CallSignature.AnyInputs;

    /// <summary>What has been merged so far together with the next input, of equal rank.</summary>
    protected abstract Tensor Merge(Tensor merged, Tensor next);

    /// <summary>The last step over what was merged of <paramref name="count"/> inputs.</summary>
    protected virtual Tensor Finish(Tensor merged, int count) => merged;

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor input, bool training) => Finish(input, 1);

    /// <inheritdoc/>
    protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
    {
        int rank = 0;
        foreach (Tensor input in inputs) rank = Math.Max(rank, input.Rank);
        outputs[0] = Finish(MergeAll(inputs, rank), inputs.Length);
    }

    private Tensor MergeAll(ReadOnlySpan<Tensor> inputs, int rank)
    {
        if (MaskedValues != MaskedValues.Merged && Masks.Any(inputs))
        {
            return MaskedValues == MaskedValues.Ones ? MergeOverOnes(inputs, rank) : MergePresent(inputs, rank);
        }

        Tensor merged = Stretch(inputs[0], rank);
        foreach (Tensor input in inputs[1..]) merged = Merge(merged, Stretch(input, rank));
        return merged;
    }

    private static Tensor Stretch(Tensor tensor, int rank) => tensor.Rank == rank ? tensor : tensor.Reshape(Stretch(tensor.Shape, rank));

    // (batch, 3) beside (batch, 5, 3) counts as (batch, 1, 3).
    private static Shape Stretch(Shape shape, int rank)
    {
        if (shape.Rank == rank || shape.Rank == 0) return shape;
        Span<int> lengths = stackalloc int[rank];
        lengths.Fill(1);
        lengths[0] = shape[0];
        shape.AsSpan()[1..].CopyTo(lengths[(rank - shape.Rank + 1)..]);
        return Shape.Create(lengths);
    }

    private static Shape Merge(Shape left, Shape right, ReadOnlySpan<Shape> all)
    {
        Span<int> lengths = stackalloc int[left.Rank];
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            (int a, int b) = (left[axis], right[axis]);
            if (a != b && a != 1 && b != 1 && a != Shape.Any && b != Shape.Any)
            {
                throw new ShapeException(
                    $"expected inputs whose shapes fit together but got {Describe(all)}: {a} and {b} on axis {axis} do not. Make them " +
                    $"equal, or 1.");
            }

            // An unknown length beside a known one above 1 can only be that one.
            lengths[axis] = a == b ? a : a == 1 ? b : b == 1 || a != Shape.Any ? a : b;
        }

        return Shape.Create(lengths);
    }

    private protected static string Describe(ReadOnlySpan<Shape> shapes)
    {
        string text = "";
        for (int i = 0; i < shapes.Length; i++) text += (i == 0 ? "" : i == shapes.Length - 1 ? " and " : ", ") + shapes[i];
        return text;
    }
}
