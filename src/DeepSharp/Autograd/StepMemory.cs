using System.Runtime.InteropServices;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// The memory of a training step. The i-th tensor of a step takes the object and the block of the i-th one of the step before: the same
/// program makes the same sequence, so that a steady step allocates nothing. Another shape or branch lets a block grow;
/// nothing can go stale.
/// </summary>
/// <remarks>
/// Tensors alternate between two objects over one block, so that one kept from the step before is not the same object as its successor:
/// it still has the old generation and says so when it is read. After two steps it is the same object again, and reads as the new tensor.
/// <para>Blocks fit a program, and lengths that vary are other programs where there is an op for each step of a sequence: a large
/// tensor then comes at another place each time. What is kept is therefore compared with what the largest step asked for, now and then,
/// and given up where it has become several times as much.</para>
/// </remarks>
internal sealed class StepMemory
{
    private const int StepsBetweenLooks = 16;
    private const int MostKept = 4; // times what the largest step asked for: programs that take turns keep their blocks
    private const long AlwaysKept = 256 * 1024; // floats
    private const int MostSlack = 8; // a gradient in a much longer block would take it from one that needs it
    private const int ShortBlock = 1024;

    private readonly List<Slot> _slots = [];
    private readonly List<TensorPair> _views = [];
    private readonly List<Node> _nodes = [];
    private readonly List<ArraySegment<float>> _freeGradients = [];
    private readonly List<ArraySegment<float>> _released = [];
    private long _inSlots;
    private long _asked;
    private long _mostAsked;
    private int _slotsUsed;
    private int _viewsUsed;
    private int _nodesUsed;

    /// <summary>Number of the step. Tensors of another number have lost their memory.</summary>
    public int Generation { get; private set; } = 1;

    /// <summary>Ends the step: its tensors become unreadable, and the next one starts from the first slot.</summary>
    public void EndStep()
    {
        Generation++;
        for (int i = 0; i < _nodesUsed; i++)
        {
            _asked += _nodes[i].Saves;
            _nodes[i].Clear();
        }

        (_mostAsked, _asked) = (Math.Max(_mostAsked, _asked), 0);
        (_slotsUsed, _viewsUsed, _nodesUsed) = (0, 0, 0);
        _released.Clear();
        if (Generation % StepsBetweenLooks == 0 && Kept > Math.Max(AlwaysKept, MostKept * _mostAsked)) GiveUp();
    }

    // In floats, as all counts here.
    private long Kept
    {
        get
        {
            long kept = _inSlots;
            foreach (Node node in _nodes) kept += node.Kept;
            foreach (ArraySegment<float> block in _freeGradients) kept += block.Count;
            return kept;
        }
    }

    /// <summary>The next tensor of the step; its values are garbage.</summary>
    public Tensor Take(Shape shape)
    {
        int size = shape.Size;
        if (_slotsUsed == _slots.Count) _slots.Add(new Slot());
        Slot slot = _slots[_slotsUsed++];
        _asked += size;
        if (!TryReuse(size, out slot.Current))
        {
            if (slot.Block.Count < size)
            {
                _inSlots += size - slot.Block.Count;
                slot.Block = AlignedArray.Keep<float>(size);
            }

            slot.Current = slot.Block;
        }

        Tensor tensor = slot.Tensors.Of(Generation);
        tensor.Place(this, slot.Current, shape);
        return tensor;
    }

    /// <summary>
    /// Says that a tensor of this step is read no more: its block is for those that come, and reading it throws. Other tensors, such as
    /// views, are left alone.
    /// </summary>
    public void Release(Tensor tensor)
    {
        for (int i = _slotsUsed - 1; i >= 0; i--)
        {
            if (_slots[i].Tensors.Of(Generation) != tensor) continue;
            tensor.Leave();
            _released.Add(_slots[i].Current);
            return;
        }
    }

    /// <summary>The next view of the step.</summary>
    public Tensor TakeView(Tensor source, int offset, Shape shape)
    {
        Tensor view = NextView();
        view.PlaceView(this, source, offset, shape);
        return view;
    }

    /// <summary>A tensor of the step over a block that is somebody else's, such as a gradient.</summary>
    public Tensor Wrap(ArraySegment<float> block, Shape shape)
    {
        Tensor view = NextView();
        view.Place(this, block, shape);
        return view;
    }

    /// <summary>The next node of the step.</summary>
    public Node TakeNode()
    {
        if (_nodesUsed == _nodes.Count) _nodes.Add(new Node());
        return _nodes[_nodesUsed++];
    }

    /// <summary>A block for the gradient of an intermediate result, at least as long; the smallest free one that fits.</summary>
    public ArraySegment<float> RentGradient(int length)
    {
        _asked += length;
        int best = -1, longest = -1, bestCount = int.MaxValue, longestCount = -1;
        long most = Math.Max(ShortBlock, (long)length * MostSlack);
        Span<ArraySegment<float>> free = CollectionsMarshal.AsSpan(_freeGradients);

        // From the newest on, which the caches still hold.
        for (int i = free.Length - 1; i >= 0 && bestCount != length; i--)
        {
            int candidate = free[i].Count;
            if (candidate < length && candidate > longestCount) (longest, longestCount) = (i, candidate);
            else if (candidate >= length && candidate <= most && candidate < bestCount) (best, bestCount) = (i, candidate);
        }

        // Where none fits, the longest of those that are too short makes room for the new one, as if it grew: however many lengths come by,
        // there are no more blocks than are in use at once. All together become longer each time, so that a steady step comes to need none.
        int taken = best < 0 ? longest : best;
        ArraySegment<float> block = best < 0 ? AlignedArray.Keep<float>(length) : free[best];
        if (taken < 0) return block;
        free[taken] = free[^1];
        _freeGradients.RemoveAt(free.Length - 1);
        return block;
    }

    public void ReturnGradient(ArraySegment<float> block) => _freeGradients.Add(block);

    // The block that was released last, of those that are long enough: the caches hold it.
    private bool TryReuse(int size, out ArraySegment<float> block)
    {
        for (int i = _released.Count - 1; i >= 0; i--)
        {
            block = _released[i];
            if (block.Count < size || block.Count > Math.Max(ShortBlock, (long)size * MostSlack)) continue;
            _released.RemoveAt(i);
            return true;
        }

        block = default;
        return false;
    }

    private void GiveUp()
    {
        foreach (Slot slot in _slots) slot.Block = slot.Current = ArraySegment<float>.Empty;
        foreach (Node node in _nodes) node.ForgetSaved();
        _freeGradients.Clear();
        _inSlots = 0;
    }

    private Tensor NextView()
    {
        if (_viewsUsed == _views.Count) _views.Add(new TensorPair());
        return _views[_viewsUsed++].Of(Generation);
    }

    private sealed class Slot
    {
        public readonly TensorPair Tensors = new();
        public ArraySegment<float> Block = ArraySegment<float>.Empty;

        // The block of the tensor of this step: the slot's own, or one that was released.
        public ArraySegment<float> Current = ArraySegment<float>.Empty;
    }

    // The objects of even and of odd steps.
    private sealed class TensorPair
    {
        private readonly Tensor _even = new([], 0, [0]);
        private readonly Tensor _odd = new([], 0, [0]);

        public Tensor Of(int generation) => generation % 2 == 0 ? _even : _odd;
    }
}
