using System.Runtime.CompilerServices;

namespace DeepSharp;

// Tapes inside others: an op is run once and recorded on each that tracks one of its inputs.
internal sealed partial class Tape
{
    private Tape? _outer;

    /// <summary>
    /// The memory that results are taken from: that of the outermost tape, which still reads them when those inside have ended.
    /// </summary>
    public StepMemory? ResultMemory => _outer is null ? Memory : _outer.ResultMemory;

    /// <summary>Whether this tape, or one around it, records.</summary>
    public bool RecordsAnywhere => IsRecording || _outer is { RecordsAnywhere: true };

    /// <summary>Whether this tape is one of those that are open on the thread.</summary>
    public bool IsOpen
    {
        get
        {
            Tape? tape = t_current;
            while (tape is not null && tape != this) tape = tape._outer;
            return tape is not null;
        }
    }

    /// <summary>
    /// Makes this the tape of the thread, inside those that are open there, which record too. The caller calls <see cref="Leave"/>, in a
    /// finally block.
    /// </summary>
    public void EnterInside() => (_outer, t_current) = (t_current, this);

    /// <summary>Takes the tape from those that are open on the thread, wherever it is among them; does nothing if it is not.</summary>
    public void Leave()
    {
        if (t_current == this)
        {
            t_current = _outer;
        }
        else
        {
            Tape? inside = t_current;
            while (inside is not null && inside._outer != this) inside = inside._outer;
            if (inside is null) return;
            inside._outer = _outer;
        }

        _outer = null;
    }

    // The outermost node keeps what the op saves: its tape may read that when those inside have ended, and use their nodes again.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Tensor ExecuteInside(Op op, ReadOnlySpan<Tensor> inputs, Shape shape)
    {
        Tensor output = op.IsView ? ViewOf(inputs[0], op.ViewOffset(inputs), shape) : ResultMemory?.Take(shape) ?? Tensor.Create(shape);
        output.RememberLogits(op, inputs[0]);
        Node? first = null;
        for (Tape? tape = this; tape is not null; tape = tape._outer)
        {
            if (!tape.Records(inputs)) continue;
            Node node = tape.Memory?.TakeNode() ?? new Node();
            node.Begin(op, inputs, output, tape);
            (node.Next, first) = (first, node);
        }

        if (first is null)
        {
            if (!op.IsView) RunForward(op, inputs, output, null);
            return output;
        }

        if (!op.IsView) op.Forward(first);
        for (Node? node = first; node is not null; node = node.Next)
        {
            node.ShareSaved(first);
            node.Tape!._nodes.Add(node);
        }

        output.Producer = first;
        return output;
    }
}
