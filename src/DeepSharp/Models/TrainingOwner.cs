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

    /// <summary>Begins what only one thread may do: it ends when what is returned is disposed of.</summary>
    /// <exception cref="InvalidOperationException">Another thread is at it.</exception>
    public Turn Enter(string method)
    {
        int thread = Environment.CurrentManagedThreadId;
        int owner = Interlocked.CompareExchange(ref _thread, thread, 0);
        if (owner != 0 && owner != thread) throw NotAlone(method);
        if (owner == 0) _method = method;
        _depth++;
        return new Turn(this);
    }

    /// <summary>For what changes the model and takes no time.</summary>
    /// <exception cref="InvalidOperationException">Another thread trains or evaluates.</exception>
    public void RequireNoOther(string method)
    {
        int owner = Volatile.Read(ref _thread);
        if (owner != 0 && owner != Environment.CurrentManagedThreadId) throw NotAlone(method);
    }

    private void Leave()
    {
        if (--_depth == 0) Volatile.Write(ref _thread, 0);
    }

    private InvalidOperationException NotAlone(string method) => new(
        $"{method}: expected '{model.Name}' to be trained or evaluated by one thread at a time, but {_method} runs on another. " +
        "Wait for it (await FitAsync), or use a copy: CloneModel and SetWeights.");

    /// <summary>What only one thread may do, from its beginning to <see cref="Dispose"/>.</summary>
    public readonly ref struct Turn(TrainingOwner owner)
    {
        private readonly TrainingOwner _owner = owner;

        /// <summary>Ends it.</summary>
        public void Dispose() => _owner.Leave();
    }
}
