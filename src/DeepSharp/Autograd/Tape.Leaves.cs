using DeepSharp.Kernels;

namespace DeepSharp;

// Leaves: what gradients are wanted of, and where they lie.
internal sealed partial class Tape
{
    /// <summary>Asks for the gradient of a tensor that is no trainable variable: data, or the result of a recorded op.</summary>
    public void Watch(Tensor tensor)
    {
        LeafOf(tensor).IsWatched = true;
        _hasWatched = true;
        _watchesResults |= NodeOf(tensor) is not null;
    }

    /// <summary>
    /// Lets go of all watched tensors. With <see cref="Memory"/>, variables keep the buffers of their gradients for the next step.
    /// </summary>
    public void ForgetLeaves()
    {
        bool hadWatched = _hasWatched;
        _hasWatched = _watchesResults = false;
        if (Memory is null) _leaves.Clear();
        if (Memory is null || !hadWatched) return;
        foreach ((Tensor tensor, Leaf leaf) in _leaves)
        {
            if (tensor.RequiresGradient) continue;
            if (leaf.Gradient.Count > 0) Memory.ReturnGradient(leaf.Gradient);
            _leaves.Remove(tensor);
        }
    }

    /// <summary>
    /// The gradient that the last <see cref="Backward(Tensor, Tensor?)"/> of this step gave a leaf; empty if it had
    /// no part in it.
    /// </summary>
    public ReadOnlySpan<float> GradientOf(Tensor leaf) => GradientSpan(leaf);

    /// <summary>The same, to be changed where it is not known to be zero, or after <see cref="FillGradient"/>.</summary>
    public Span<float> GradientSpan(Tensor leaf) => LeafOfPass(leaf) is { } entry ? entry.Gradient.AsSpan(0, leaf.Size) : [];

    /// <summary>The same as the block of memory that starts with it, for whoever may change it anywhere; null if there is none.</summary>
    public ArraySegment<float>? GradientBlock(Tensor leaf)
    {
        FillGradient(leaf);
        return LeafOfPass(leaf)?.Gradient;
    }

    /// <summary>
    /// Where the gradient of a leaf may be anything but zero; null for everywhere. Who changes the gradient elsewhere says so by
    /// <see cref="FillGradient"/>.
    /// </summary>
    public TouchedBlocks? TouchedOf(Tensor leaf) =>
        LeafOfPass(leaf) is { HasTouched: true, Touched.AreMany: false } entry ? entry.Touched : null;

    /// <summary>Says that the gradient of a leaf may from now on be anything everywhere.</summary>
    public void FillGradient(Tensor leaf)
    {
        if (_leaves.TryGetValue(leaf, out Leaf? entry)) entry.HasTouched = false;
    }

    /// <summary>Whether the gradient of a leaf is finite for certain, so that nobody need look at it.</summary>
    public bool IsKnownFinite(Tensor leaf) => LeafOfPass(leaf) is { IsFinite: true };

    /// <summary>Says that all of the gradient that a leaf was given is finite; what is added to it later may be anything again.</summary>
    internal void KnowFinite(Tensor leaf)
    {
        if (_leaves.TryGetValue(leaf, out Leaf? entry)) entry.IsFinite = true;
    }

    internal Span<float> LeafGradient(Tensor tensor, out bool accumulate)
    {
        Leaf leaf = LeafOf(tensor);
        accumulate = leaf.Pass == _pass;
        leaf.HasTouched = false;
        return BeginLeafGradient(leaf, tensor);
    }

    internal Span<float> LeafRowsGradient(Tensor table, ReadOnlySpan<float> rows, out bool isFirst)
    {
        Leaf leaf = LeafOf(table);
        isFirst = leaf.Pass != _pass;
        Span<float> gradient = BeginLeafGradient(leaf, table);
        if (isFirst)
        {
            // What the pass before left is still there: zeros but for what it touched, unless others wrote to it as well.
            leaf.Touched ??= new TouchedBlocks(table.Size);
            leaf.Touched.Reset(gradient, isEverywhere: !leaf.HasTouched);
            leaf.HasTouched = true;
        }

        // Before anything is added, which might fail half-way.
        if (leaf.HasTouched) leaf.Touched!.AddRows(rows, table.Shape[1]);
        return gradient;
    }

    // Weights of a model that is trained no more, in a workspace or a step that lives on.
    private void ForgetOldLeaves()
    {
        foreach ((Tensor tensor, Leaf leaf) in _leaves)
        {
            if (!leaf.IsWatched && _recordings - leaf.Recording > RecordingsBetweenLooks) _leaves.Remove(tensor);
        }
    }

    private Span<float> BeginLeafGradient(Leaf leaf, Tensor tensor)
    {
        (leaf.Pass, leaf.IsFinite) = (_pass, false);
        if (leaf.Gradient.Count < tensor.Size)
        {
            leaf.HasTouched = false;

            // That of a variable stays with it, and any other goes back to the pool.
            bool stays = Memory is not null && tensor.RequiresGradient;
            leaf.Gradient = stays ? AlignedArray.Keep<float>(tensor.Size) : RentGradient(tensor.Size);
        }

        return leaf.Gradient.AsSpan(0, tensor.Size);
    }

    private Leaf? LeafOfPass(Tensor tensor) => _leaves.TryGetValue(tensor, out Leaf? leaf) && leaf.Pass == _pass ? leaf : null;

    private Leaf LeafOf(Tensor tensor)
    {
        if (!_leaves.TryGetValue(tensor, out Leaf? leaf)) _leaves.Add(tensor, leaf = new Leaf());
        leaf.Recording = _recordings;
        return leaf;
    }

    private sealed class Leaf
    {
        public bool IsWatched;
        public ArraySegment<float> Gradient = ArraySegment<float>.Empty;
        public int Pass;
        public int Recording;
        public bool IsFinite;

        // Kept where a table's rows were added to once; it says something only while nobody else adds to the gradient.
        public TouchedBlocks? Touched;
        public bool HasTouched;
    }
}
