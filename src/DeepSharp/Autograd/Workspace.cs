namespace DeepSharp;

/// <summary>Memory that computations use again and again, so that repeating one allocates nothing.</summary>
/// <remarks>
/// <para>Each <see cref="Run"/> takes the memory of the tensors of the one before: those are then unreadable and say so, and
/// from the run after
/// that on they show its results. Call <see cref="Tensor.Clone"/> on what is to be kept. There is nothing to dispose.</para>
/// <para>A workspace serves one thread at a time. Give it to a <see cref="GradientTape"/> to train in a custom loop without
/// allocating.</para>
/// </remarks>
/// <example><code>
/// var workspace = new Workspace();
/// for (int i = 0; i &lt; 1000; i++)
/// {
///     Tensor scores = workspace.Run(() => queries.MatMul(keys, transposeB: true));   // the memory of the last round
/// }
/// </code></example>
public sealed class Workspace
{
    private readonly Tape _tape;

    /// <summary>An empty workspace. It grows with what runs in it.</summary>
    public Workspace() => _tape = new Tape(Memory, isRecording: false);

    internal StepMemory Memory { get; } = new();

    /// <summary>Runs a computation with the memory of the one before, and returns its result, readable until the next run.</summary>
    /// <exception cref="InvalidOperationException">A tape records, or a workspace runs, on this thread.</exception>
    public Tensor Run(Func<Tensor> computation)
    {
        ArgumentNullException.ThrowIfNull(computation);
        return Run(computation, static body => body());
    }

    /// <summary>The same with an argument, so that the computation need not capture anything.</summary>
    /// <exception cref="InvalidOperationException">A tape records, or a workspace runs, on this thread.</exception>
    public Tensor Run<TState>(TState state, Func<TState, Tensor> computation)
    {
        ArgumentNullException.ThrowIfNull(computation);
        if (Tape.Current is not null)
        {
            throw new InvalidOperationException(
                "Workspace: expected no tape to record and no workspace to run on this thread. To record in a workspace, give it to the " +
                "GradientTape.");
        }

        _tape.EndStep();
        _tape.Enter();
        try
        {
            return computation(state);
        }
        finally
        {
            Tape.Restore(null);
        }
    }
}
