namespace DeepSharp;

/// <summary>How <c>Evaluate</c> and <c>Predict</c> go over their data.</summary>
internal sealed class PassOptions
{
    /// <exception cref="ArgumentOutOfRangeException">There are to be fewer than 1 step.</exception>
    public PassOptions(string method, int? steps, Verbosity verbose, IReadOnlyList<Callback>? callbacks)
    {
        if (steps is { } count) DataCheck.AtLeast(method, 1, count, "1 or more steps, or null for all", nameof(steps));
        (Method, Steps, Verbose, Callbacks) = (method, steps, verbose, DataCheck.Callbacks(method, callbacks));
    }

    /// <summary>What the user called, for messages.</summary>
    public string Method { get; }

    public int? Steps { get; }

    public Verbosity Verbose { get; }

    public Callback[] Callbacks { get; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>Takes what the run has to tell; the error stream unless set, as nothing is an error and silence would hide it.</summary>
    public Action<string> Warn { get; init; } = static message => Console.Error.WriteLine(message);

    /// <summary>How many batches will be gone over; null where that is not known.</summary>
    /// <param name="batches">In a pass over the data; null where that is not known.</param>
    public int? StepsOf(int? batches) => Steps is { } most && batches is { } all ? Math.Min(most, all) : Steps ?? batches;

    /// <summary>Tells the callbacks what they are given to.</summary>
    /// <param name="model">What is evaluated, or predicts.</param>
    /// <param name="batches">In a pass over the data; null where that is not known.</param>
    /// <exception cref="InvalidOperationException">One takes part in a <c>Fit</c> on another thread.</exception>
    public void Begin(Model model, int? batches)
    {
        var parameters = new CallbackParams(1, StepsOf(batches), Verbose);
        int begun = 0;
        try
        {
            for (; begun < Callbacks.Length; begun++) Callbacks[begun].Begin(Method, model, parameters);
        }
        catch
        {
            while (begun > 0) Callbacks[--begun].End();
            throw;
        }
    }

    /// <summary>Tells the callbacks that it is over.</summary>
    public void End()
    {
        foreach (Callback callback in Callbacks) callback.End();
    }

    /// <summary>Looks at what was done when a pass has ended.</summary>
    /// <exception cref="ArgumentException">There were no batches at all.</exception>
    public void End(int done)
    {
        if (done == 0) throw new ArgumentException($"{Method}: expected at least one batch but got none.");
        if (Steps is { } wanted && done < wanted)
        {
            Warn($"{Method}: the data ran out after {done} of {wanted} steps. Ask for at most {done}, or leave the number of steps out.");
        }
    }

    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public void ThrowIfCancelled()
    {
        if (!Cancellation.IsCancellationRequested) return;
        throw new OperationCanceledException($"{Method}: the run was cancelled. The model is as it was.", Cancellation);
    }
}
