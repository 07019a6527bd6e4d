namespace DeepSharp;

/// <summary>
/// Lets one thread at a time train or evaluate a model. On that thread it may nest, as where a callback of <c>Fit</c> calls
/// <c>Evaluate</c>.
/// </summary>
internal sealed class TrainingOwner(Model model)
{
    private string _method = "";
    private int _thread;
    private int _depth;

    /// <summary>Begins what only one thread may do. To be followed by <see cref="Leave"/>, in a finally block.</summary>
    /// <exception cref="InvalidOperationException">Another thread is at it.</exception>
    public void Enter(string method)
    {
        int thread = Environment.CurrentManagedThreadId;
        int owner = Interlocked.CompareExchange(ref _thread, thread, 0);
        if (owner != 0 && owner != thread) throw NotAlone(method);
        if (owner == 0) _method = method;
        _depth++;
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    public void Leave()
    {
        if (--_depth == 0) Volatile.Write(ref _thread, 0);
    }

    /// <summary>For what changes the model and takes no time.</summary>
    /// <exception cref="InvalidOperationException">Another thread trains or evaluates.</exception>
    public void RequireNoOther(string method)
    {
        int owner = Volatile.Read(ref _thread);
        if (owner != 0 && owner != Environment.CurrentManagedThreadId) throw NotAlone(method);
    }

    private InvalidOperationException NotAlone(string method) => new(
        $"{method}: expected '{model.Name}' to be trained or evaluated by one thread at a time, but {_method} runs on another. " +
        "Wait for it (await FitAsync), or use a copy: CloneModel and SetWeights.");
}
