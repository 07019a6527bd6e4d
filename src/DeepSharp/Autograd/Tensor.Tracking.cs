using System.Diagnostics.CodeAnalysis;

namespace DeepSharp;

// What autograd and the memory of a step know about a tensor.
public sealed partial class Tensor
{
    // Set for tensors that live in a step's memory: they are good as long as the generations agree.
    private StepMemory? _memory;
    private int _generation;

    /// <summary>The node that computed this tensor on a tape, if any.</summary>
    internal Node? Producer { get; set; }

    /// <summary>
    /// Of a sequence, (batch, steps): 1 where a step counts, 0 where a layer that knows of masks is to leave it out. Null where there
    /// is none.
    /// </summary>
    /// <remarks>Layers give their outputs masks; by hand <see cref="WithMask"/> does.</remarks>
    public Tensor? Mask { get; internal set; }

    /// <summary>A leaf whose gradient every recording tape keeps: the value of a trainable variable.</summary>
    internal bool RequiresGradient { get; set; }

    /// <summary>What is known of changes, where these are the values of a variable, or a view of them.</summary>
    internal WeightVersion? Version { get; set; }

    /// <summary>Whether the tensor's memory was handed to a later step.</summary>
    internal bool IsStale => _memory is not null && _memory.Generation != _generation;

    /// <summary>Another tensor over the same values.</summary>
    internal Tensor View(int offset, Shape shape)
    {
        ThrowIfStale();
        return new Tensor(_buffer, _offset + offset, shape) { _memory = _memory, _generation = _generation, Version = Version };
    }

    /// <summary>
    /// A number as a tensor, in the memory of the running step if there is one, so that arithmetic with numbers allocates nothing.
    /// </summary>
    internal static Tensor Constant(float value)
    {
        Tensor constant = Temporary([]);
        constant.Span[0] = value;
        return constant;
    }

    /// <summary>A tensor to be filled, in the memory of the running step if there is one.</summary>
    internal static Tensor Temporary(Shape shape) =>
        Tape.Current?.ResultMemory is { } memory ? memory.Take(shape) : Create(shape);

    /// <summary>Whether the values lie in the memory of a step.</summary>
    internal bool LivesIn(StepMemory? memory) => memory is not null && _memory == memory;

    /// <summary>Points this object, a slot of <paramref name="memory"/>, at a block of it for the current step.</summary>
    internal void Place(StepMemory memory, ArraySegment<float> values, Shape shape)
    {
        (_memory, _generation) = (memory, memory.Generation);
        (_buffer, _offset, _shape, _length) = (values.Array!, values.Offset, shape, shape.Size);
        (Producer, Mask, Version) = (null, null, null);
        ForgetLogits();
    }

    /// <summary>Takes a tensor of a step's memory out of it: reading it throws from now on.</summary>
    internal void Leave() => _generation = 0;

    /// <summary>Points this object, a slot of <paramref name="memory"/>, at the values of <paramref name="source"/>.</summary>
    internal void PlaceView(StepMemory memory, Tensor source, int offset, Shape shape)
    {
        source.ThrowIfStale();
        Place(memory, new ArraySegment<float>(source._buffer, source._offset + offset, shape.Size), shape);
        Version = source.Version;
    }

    private void ThrowIfStale()
    {
        if (IsStale) ThrowStale();
    }

    [DoesNotReturn]
    private void ThrowStale() => throw new InvalidOperationException(
        $"This tensor of shape {_shape} belonged to step {_generation}, whose memory has been reused (now step {_memory!.Generation}). " +
        "Call Clone() inside the step to keep it.");
}
