using System.Buffers;
using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Runs ops and, while recording, keeps their nodes in order, so that <see cref="Backward(Tensor, Tensor?)"/> can walk them from the
/// last to the first.
/// </summary>
/// <remarks>
/// <see cref="Run"/> is the only way that an op is executed. What it does hangs on the current tape of the thread: with none, outputs are
/// ordinary new tensors; a tape with <see cref="StepMemory"/> reuses those of the step before; a tape that
/// records makes gradients possible.
/// </remarks>
internal sealed partial class Tape(StepMemory? memory, bool isRecording)
{
    private const int MostOnStack = 64;
    private const int RecordingsBetweenLooks = 256;

    [ThreadStatic]
    private static Tape? t_current;

    [ThreadStatic]
    private static Node? t_spareNode;

    private readonly List<Node> _nodes = [];
    private readonly Dictionary<Tensor, Leaf> _leaves = new(ReferenceEqualityComparer.Instance);
    private readonly List<Penalty> _penalties = [];
    private int _pass = 1;
    private int _recordings;
    private bool _hasWatched;
    private bool _watchesResults;

    /// <summary>The tape of this thread, if one runs.</summary>
    public static Tape? Current => t_current;

    public StepMemory? Memory { get; } = memory;

    public bool IsRecording { get; } = isRecording;

    /// <summary>Whether somebody adds <see cref="Penalties"/> to a loss; else layers need not compute them.</summary>
    public bool CollectsPenalties { get; init; }

    /// <summary>What statistics wait for in a step of training; null where they move at once.</summary>
    public LateMoves? LateMoves
    {
        get => field ?? _outer?.LateMoves;
        init;
    }

    /// <summary>What layers added to the loss since the recording began.</summary>
    public IReadOnlyList<Penalty> Penalties => _penalties;

    /// <summary>Keeps a penalty, where somebody <see cref="CollectsPenalties"/>, on this tape and on those around it.</summary>
    public void AddPenalty(object owner, Tensor value)
    {
        if (CollectsPenalties) _penalties.Add(new Penalty(owner, value));
        _outer?.AddPenalty(owner, value);
    }

    /// <summary>Executes an op on the current tape of the thread.</summary>
    /// <exception cref="ShapeException">The inputs do not fit the op.</exception>
    public static Tensor Run(Op op, params ReadOnlySpan<Tensor> inputs)
    {
        Shape shape = InferShape(op, inputs);
        return t_current is { } tape ? tape.Execute(op, inputs, shape) : ExecuteAlone(op, inputs, shape);
    }

    /// <summary>Computes an op of an input, a kernel and, where there is one, a bias.</summary>
    public static Tensor RunWithBias(Op op, Tensor input, Tensor kernel, Variable? bias) =>
        bias is null ? Run(op, input, kernel) : Run(op, input, kernel, bias.Value);

    /// <summary>The shape that an op gives for inputs.</summary>
    /// <exception cref="ShapeException">The inputs do not fit the op.</exception>
    public static Shape InferShape(Op op, ReadOnlySpan<Tensor> inputs)
    {
        // The steps of a long sequence are more inputs than a stack has room for.
        Shape[]? rented = inputs.Length > MostOnStack ? ArrayPool<Shape>.Shared.Rent(inputs.Length) : null;
        Span<Shape> shapes = rented is null ? stackalloc Shape[inputs.Length] : rented.AsSpan(0, inputs.Length);
        for (int i = 0; i < inputs.Length; i++) shapes[i] = inputs[i].Shape;
        try
        {
            return op.InferShape(shapes);
        }
        catch (ShapeException exception) when (exception.NameOp(op.Name))
        {
            throw;
        }
        finally
        {
            if (rented is not null) ArrayPool<Shape>.Shared.Return(rented);
        }
    }

    /// <summary>A view of a tensor that no tape tracks.</summary>
    public static Tensor Detach(Tensor tensor) =>
        t_current is { } tape ? tape.ViewOf(tensor, 0, tensor.Shape) : tensor.View(0, tensor.Shape);

    /// <summary>Makes this the tape of the thread. The caller restores what is returned, in a finally block.</summary>
    public Tape? Enter()
    {
        Tape? previous = t_current;
        (t_current, _outer) = (this, null);
        return previous;
    }

    /// <summary>Leaves the thread without a tape for a while. The caller restores what is returned, in a finally block.</summary>
    public static Tape? Suspend()
    {
        Tape? previous = t_current;
        t_current = null;
        return previous;
    }

    /// <summary>Makes <paramref name="previous"/>, what <see cref="Enter"/> returned, the tape of the thread again.</summary>
    public static void Restore(Tape? previous) => t_current = previous;

    /// <summary>Forgets the recorded nodes and gradients and hands the step's memory back.</summary>
    public void EndStep()
    {
        EndRecording();
        Memory?.EndStep();
    }

    /// <summary>Forgets the recorded nodes and gradients. What was computed stays readable.</summary>
    public void EndRecording()
    {
        foreach (Node node in _nodes)
        {
            if (node.TakeGradient() is { } gradient) Memory?.ReturnGradient(gradient);

            // A tensor that is kept becomes an ordinary one: it keeps no graph alive, and a later recording may watch it.
            node.Unlink();
            node.Clear();
        }

        _nodes.Clear();
        _penalties.Clear();
        _pass++;
        if (++_recordings % RecordingsBetweenLooks == 0) ForgetOldLeaves();
    }

    /// <summary>Whether the gradient of <paramref name="tensor"/> can be wanted: a leaf that is watched, or the result of one.</summary>
    public bool Tracks(Tensor tensor) =>
        NodeOf(tensor) is not null || tensor.RequiresGradient || IsWatched(tensor);

    /// <summary>Whether somebody asked for the gradient of <paramref name="tensor"/> itself.</summary>
    public bool IsWatched(Tensor tensor) => _hasWatched && _leaves.TryGetValue(tensor, out Leaf? leaf) && leaf.IsWatched;

    /// <summary>The node of this tape that computed a tensor; null if none did.</summary>
    public Node? NodeOf(Tensor tensor)
    {
        // More than one only where tapes lie inside each other.
        Node? node = tensor.Producer;
        while (node is not null && node.Tape != this) node = node.Next;
        return node;
    }

    /// <summary>
    /// Computes the gradients of the sum of <paramref name="target"/> times <paramref name="cotangent"/>, for which null stands for ones,
    /// for everything that the target was computed from.
    /// </summary>
    /// <exception cref="InvalidOperationException">The target was not computed on this tape from anything that is watched.</exception>
    public void Backward(Tensor target, Tensor? cotangent = null)
    {
        Node last = RequireNode(target);
        _pass++;
        Seed(last, cotangent);
        bool hasLast = false;
        for (int i = _nodes.Count - 1; i >= 0; i--)
        {
            Node node = _nodes[i];
            if (!node.HasGradient) continue;
            if (node.Op.ComesLastForLeaves && NodeOf(node.InputTensor(0)) is null) hasLast = true;
            else RunBackward(node);
        }

        for (int i = 0; hasLast && i < _nodes.Count; i++)
        {
            if (_nodes[i].HasGradient) RunBackward(_nodes[i]);
        }
    }

    /// <summary>
    /// The same, where the gradients of <paramref name="sources"/> are wanted: those that were computed on the way are watched from now on,
    /// so that theirs are kept.
    /// </summary>
    /// <exception cref="InvalidOperationException">The target was not computed on this tape from anything that is watched.</exception>
    public void Backward(Tensor target, ReadOnlySpan<Tensor> sources, Tensor? cotangent = null)
    {
        foreach (Tensor source in sources)
        {
            if (NodeOf(source) is not null) Watch(source);
        }

        Backward(target, cotangent);
    }

    /// <summary>Drops the gradients of the last backward pass, so that others can be put in their place.</summary>
    public void BeginGradients() => _pass++;

    internal ArraySegment<float> RentGradient(int length) => Memory?.RentGradient(length) ?? AlignedArray.Create<float>(length);

    private Node RequireNode(Tensor target) => NodeOf(target) ?? throw new InvalidOperationException(
        $"Gradient: the target of shape {target.Shape} does not depend on any trainable variable or watched tensor of this tape. " +
        "Compute it while the tape records, from layers with trainable weights, or call Watch before.");

    // Copied, since the op may use its output's gradient up. A loss that went on to the logits has left its part there already.
    private void KeepIfWatched(Node node)
    {
        if (!IsWatched(node.Output)) return;
        Span<float> kept = LeafGradient(node.Output, out bool accumulate);
        if (accumulate) TensorPrimitives.Add(kept, node.OutputGradient, kept);
        else node.OutputGradient.CopyTo(kept);
    }

    private void RunBackward(Node node)
    {
        if (_watchesResults) KeepIfWatched(node);
        node.Op.Backward(node);
        if (node.TakeGradient() is { } gradient) Memory?.ReturnGradient(gradient);
    }

    private void Seed(Node node, Tensor? gradient)
    {
        // What lies in this tape's own memory may be a gradient of the last pass, which this pass overwrites.
        if (gradient is not null && node.Op.KeepsOutputGradient && !gradient.LivesIn(Memory))
        {
            node.LendGradient(gradient);
            return;
        }

        Span<float> seed = node.SeedGradient(RentGradient(node.Output.Size));
        if (gradient is null) seed.Fill(1f);
        else CopyKernel.Copy(gradient.Span, seed);
    }

    private static Tensor ExecuteAlone(Op op, ReadOnlySpan<Tensor> inputs, Shape shape)
    {
        Tensor output = op.IsView ? inputs[0].View(op.ViewOffset(inputs), shape) : Tensor.Create(shape);
        if (!op.IsView) RunForward(op, inputs, output, null);
        output.RememberLogits(op, inputs[0]);
        return output;
    }

    // An op may run others inside (none does today), hence the spare node leaves its place while in use.
    private static void RunForward(Op op, ReadOnlySpan<Tensor> inputs, Tensor output, Tape? tape)
    {
        Node node = t_spareNode ?? new Node();
        t_spareNode = null;
        node.Begin(op, inputs, output, tape);
        op.Forward(node);
        node.Clear();
        t_spareNode = node;
    }

    private Tensor Execute(Op op, ReadOnlySpan<Tensor> inputs, Shape shape)
    {
        if (_outer is not null) return ExecuteInside(op, inputs, shape);
        Tensor output = op.IsView ? ViewOf(inputs[0], op.ViewOffset(inputs), shape) : Memory?.Take(shape) ?? Tensor.Create(shape);
        output.RememberLogits(op, inputs[0]);
        if (!Records(inputs))
        {
            if (!op.IsView) RunForward(op, inputs, output, null);
            return output;
        }

        Node node = Memory?.TakeNode() ?? new Node();
        node.Begin(op, inputs, output, this);
        if (!op.IsView) op.Forward(node);
        output.Producer = node;
        _nodes.Add(node);
        return output;
    }

    private bool Records(ReadOnlySpan<Tensor> inputs)
    {
        bool record = false;
        if (IsRecording)
        {
            foreach (Tensor input in inputs) record |= Tracks(input);
        }

        return record;
    }

    private Tensor ViewOf(Tensor source, int offset, Shape shape) =>
        ResultMemory?.TakeView(source, offset, shape) ?? source.View(offset, shape);
}
