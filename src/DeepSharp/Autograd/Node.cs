using System.Runtime.InteropServices;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>One execution of an op: its inputs, its output, what it saved, and, in the backward pass, the gradients.</summary>
internal sealed class Node
{
    private readonly List<ArraySegment<float>> _room = [];
    private List<ArraySegment<float>> _saved;
    private Tensor[] _inputs = [];
    private int _inputCount;
    private Tape? _tape;
    private ArraySegment<float>? _gradient;
    private Tensor? _lentGradient;
    private long _savedValues;

    public Node() => _saved = _room;

    public Op Op { get; private set; } = null!;

    public Tensor Output { get; set; } = null!;

    public int InputCount => _inputCount;

    /// <summary>Whether a backward pass may follow. If not, the op need not save anything.</summary>
    public bool IsRecorded => _tape is not null;

    /// <summary>The values of input <paramref name="index"/>.</summary>
    public ReadOnlySpan<float> Input(int index) => _inputs[index].Values;

    public Tensor InputTensor(int index) => _inputs[index];

    public Shape InputShape(int index) => _inputs[index].Shape;

    /// <summary>The values of the output.</summary>
    public Span<float> OutputSpan => Output.Values;

    /// <summary>
    /// The gradient of the output. The engine drops it once this node's backward pass is done, so the op may use it up as scratch, unless
    /// it <see cref="Op.KeepsOutputGradient"/>.
    /// </summary>
    public Span<float> OutputGradient => _lentGradient is null ? _gradient.GetValueOrDefault().AsSpan(0, Output.Size) : _lentGradient.Span;

    /// <summary>Whether the gradient of input <paramref name="index"/> is wanted; false for data and frozen weights.</summary>
    public bool Needs(int index) => _tape is not null && _tape.Tracks(_inputs[index]);

    /// <summary>The gradient of an input, to add to.</summary>
    public Span<float> InputGradient(int index)
    {
        Span<float> gradient = InputGradient(index, out bool accumulate);
        if (!accumulate) gradient.Clear();
        return gradient;
    }

    /// <summary>
    /// The gradient of an input: to add to if <paramref name="accumulate"/>, else to overwrite completely, since this
    /// is its first contribution.
    /// </summary>
    public Span<float> InputGradient(int index, out bool accumulate)
    {
        Tensor input = _inputs[index];
        if (_tape!.NodeOf(input) is { } producer)
        {
            accumulate = producer._gradient is not null;
            return (producer._gradient ??= _tape.RentGradient(input.Size)).AsSpan(0, input.Size);
        }

        return _tape.LeafGradient(input, out accumulate);
    }

    /// <summary>
    /// The gradient of a table, to add to the rows of some numbers and to no others. Where nothing else has added to it, all other rows are
    /// known to be zero, which spares those who use the gradient a look at them.
    /// </summary>
    /// <param name="index">Which input is the table, (rows, columns).</param>
    /// <param name="rows">The numbers of rows.</param>
    /// <param name="isFirst">Whether there was no contribution before.</param>
    public Span<float> RowsGradient(int index, ReadOnlySpan<float> rows, out bool isFirst)
    {
        Tensor table = _inputs[index];
        if (_tape!.NodeOf(table) is null) return _tape.LeafRowsGradient(table, rows, out isFirst);
        Span<float> gradient = InputGradient(index, out bool accumulate);
        isFirst = !accumulate;
        if (isFirst) gradient.Clear();
        return gradient;
    }

    /// <summary>
    /// Says that the gradient just written for an input is finite for certain. Where it is large and what it was made of is not, looking at
    /// that is cheaper than that the optimizer looks at all of it.
    /// </summary>
    public void KnowFinite(int index)
    {
        if (_tape!.NodeOf(_inputs[index]) is null) _tape.KnowFinite(_inputs[index]);
    }

    /// <summary>
    /// The next tensor, from <paramref name="tensor"/> back through views until <paramref name="end"/>, whose gradient somebody asked for;
    /// null if there is none. Its gradient is <see cref="Tape.LeafGradient"/>.
    /// </summary>
    public Tensor? NextWatched(Tensor? tensor, Tensor end)
    {
        while (tensor is not null && tensor != end && !_tape!.IsWatched(tensor)) tensor = Before(tensor);
        return tensor == end ? null : tensor;
    }

    /// <summary>What a tensor was computed from first on this tape; null for a leaf.</summary>
    public Tensor? Before(Tensor tensor) => _tape!.NodeOf(tensor)?.InputTensor(0);

    /// <summary>Makes the output's gradient, unchanged, the gradient of an input of as many values: a view's backward pass.</summary>
    public void PassGradient(int index)
    {
        Tensor input = _inputs[index];
        if (_tape!.NodeOf(input) is { _gradient: null } producer)
        {
            (producer._gradient, _gradient) = (_gradient, null);
            return;
        }

        Span<float> gradient = InputGradient(index, out bool accumulate);
        if (accumulate) System.Numerics.Tensors.TensorPrimitives.Add(gradient, OutputGradient, gradient);
        else OutputGradient.CopyTo(gradient);
    }

    /// <summary>The backward pass of an op that says its gradients in terms of ops only.</summary>
    public void BackwardByOps()
    {
        var gradient = new Tensor(_gradient ?? ArraySegment<float>.Empty, Output.Shape);
        Tape? previous = _tape!.Silent.Enter();
        try
        {
            for (int i = 0; i < _inputCount; i++)
            {
                if (!Needs(i) || Op.GradientOps(this, i, _lentGradient ?? gradient) is not { } part) continue;
                Span<float> to = InputGradient(i, out bool accumulate);
                if (accumulate) System.Numerics.Tensors.TensorPrimitives.Add(to, part.Values, to);
                else part.Values.CopyTo(to);
            }
        }
        finally
        {
            Tape.Restore(previous);
        }
    }

    /// <summary>Memory that the forward pass fills for the backward pass; garbage at first. Floats, or others of their size.</summary>
    /// <exception cref="ShapeException">It is more than an array holds.</exception>
    public Span<T> Save<T>(int slot, long length) where T : unmanaged
    {
        if (length > Array.MaxLength)
        {
            throw new ShapeException(
                $"{Op.Name} keeps {length:N0} values of its input, {InputShape(0)}, for the backward pass: expected at most " +
                $"{Array.MaxLength:N0}, as one array holds. Give fewer samples, or steps, at a time.");
        }

        _savedValues += length;
        while (_saved.Count <= slot) _saved.Add(ArraySegment<float>.Empty);
        if (_saved[slot].Count < length) _saved[slot] = AlignedArray.Keep<float>((int)length);
        return Saved<T>(slot, length);
    }

    /// <summary>What the forward pass saved; longer than asked for then, if an earlier step needed more.</summary>
    public Span<T> Saved<T>(int slot, long length) where T : unmanaged =>
        MemoryMarshal.Cast<float, T>(_saved[slot].AsSpan(0, (int)length));

    /// <summary>The same as the block that starts with it.</summary>
    public ArraySegment<float> SavedBlock(int slot) => _saved[slot];

    /// <summary>How many floats this execution saved.</summary>
    internal long Saves => _savedValues;

    /// <summary>How many floats the node keeps room for.</summary>
    internal long Kept
    {
        get
        {
            long values = 0;
            foreach (ArraySegment<float> block in _room) values += block.Count;
            return values;
        }
    }

    /// <summary>Gives up the room for what executions save.</summary>
    internal void ForgetSaved() => _room.Clear();

    internal bool HasGradient => _gradient is not null || _lentGradient is not null;

    internal Tape? Tape => _tape;

    /// <summary>The node of the same execution on a tape inside that of this node.</summary>
    internal Node? Next { get; set; }

    /// <summary>What the op was run on.</summary>
    internal ReadOnlySpan<Tensor> Inputs => _inputs.AsSpan(0, _inputCount);

    /// <summary>Sets the node up for one execution.</summary>
    internal void Begin(Op op, ReadOnlySpan<Tensor> inputs, Tensor output, Tape? tape)
    {
        if (_inputs.Length < inputs.Length) _inputs = new Tensor[inputs.Length];
        inputs.CopyTo(_inputs);
        (_inputCount, _savedValues) = (inputs.Length, 0);
        (_gradient, _lentGradient) = (null, null);
        (Op, Output, _tape, _saved, Next) = (op, output, tape, _room, null);
    }

    /// <summary>Reads what another node of the same execution has saved.</summary>
    internal void ShareSaved(Node other) => _saved = other._saved;

    /// <summary>Takes the node out of the list that begins at its output.</summary>
    internal void Unlink()
    {
        if (Output.Producer == this)
        {
            Output.Producer = Next;
            return;
        }

        Node? before = Output.Producer;
        while (before is not null && before.Next != this) before = before.Next;
        if (before is not null) before.Next = Next;
    }

    /// <summary>Lets go of the tensors, so that a node kept for reuse does not keep them alive.</summary>
    internal void Clear()
    {
        Array.Clear(_inputs);
        (Output, _tape, _gradient, _lentGradient, _saved, Next) = (null!, null, null, null, _room, null);
    }

    internal Span<float> SeedGradient(ArraySegment<float> gradient)
    {
        _gradient = gradient;
        return OutputGradient;
    }

    /// <summary>Makes a tensor that stays somebody else's the gradient of the output.</summary>
    internal void LendGradient(Tensor gradient) => _lentGradient = gradient;

    internal ArraySegment<float>? TakeGradient()
    {
        ArraySegment<float>? gradient = _gradient;
        (_gradient, _lentGradient) = (null, null);
        return gradient;
    }
}
