namespace DeepSharp;

/// <summary>
/// Lets one thread at a time do what reads or changes the state of a layer and of the layers inside: training, evaluation, saving,
/// loading, compiling. On that thread it may nest, as where a callback of <c>Fit</c> calls <c>Evaluate</c>.
/// </summary>
/// <remarks>
/// <para>Nobody waits: who comes second is refused, so there is no order of locks and no deadlock. A layer inside is held as well, unless
/// it is frozen: a layer that two models share is trained by one of them at a time, and a model inside is not saved while the outer one
/// trains. Nobody changes a frozen layer, which may serve several trainings at once.</para>
/// <para>All fields but <see cref="_thread"/> belong to the thread whose number is in it. That is taken with a compare-and-swap and given
/// back with a release, so that the next thread sees all that this one wrote.</para>
/// </remarks>
internal sealed class LayerOwner(Layer layer)
{
    private static int s_passes;

    // Managed threads have numbers above 0; a run between two threads has one below.
    private int _thread;
    private int _depth;

    // What the thread is at, for messages of others.
    private string _method = "";
    private Layer? _for;

    // The layers inside as they were in some state of the process, those of them that are held, and since which depth.
    private Layer[] _parts = [];
    private long _partsOf = -1;
    private int _partsDepth;
    private readonly List<LayerOwner> _held = [];

    /// <summary>Begins what only one thread may do: it ends when what is returned is disposed of.</summary>
    /// <param name="method">What messages call it.</param>
    /// <param name="withParts">Whether layers inside are read or changed too.</param>
    /// <exception cref="InvalidOperationException">Another thread is at it, here or in a layer inside.</exception>
    public Turn Enter(string method, bool withParts = true)
    {
        int thread = Environment.CurrentManagedThreadId;
        if (!TryTake(method, layer, thread)) throw NotAlone(method, this, layer);
        if (withParts) EnterParts(method, thread);
        return new Turn(this);
    }

    /// <summary>Holds the layers inside that came, were built or were freed since <see cref="Enter"/>, too.</summary>
    /// <exception cref="InvalidOperationException">Another thread holds one.</exception>
    public void HoldNewParts()
    {
        if (_partsDepth > 0 && _partsOf != Layer.PartsState) HoldParts(_method, _for!, _thread);
    }

    /// <summary>Takes up on this thread what another one began.</summary>
    /// <param name="pass">From <see cref="Turn.HandOver"/>.</param>
    public Turn TakeOver(int pass)
    {
        Move(pass, Environment.CurrentManagedThreadId);
        return new Turn(this);
    }

    private void EnterParts(string method, int thread)
    {
        try
        {
            if (_partsDepth == 0) _partsDepth = _depth;
            else if (_partsOf == Layer.PartsState) return;
            HoldParts(method, layer, thread);
        }
        catch
        {
            Leave();
            throw;
        }
    }

    private void HoldParts(string method, Layer forWhom, int thread)
    {
        long state = Layer.PartsState;
        if (_partsOf != state) _parts = layer.FindParts();

        // Not all of them are held if one is refused.
        _partsOf = -1;
        HashSet<LayerOwner>? held = _held.Count == 0 ? null : [.. _held];
        foreach (Layer part in _parts)
        {
            if (!part.HoldsState || held?.Contains(part.Owner) == true) continue;
            if (!part.Owner.TryTake(method, forWhom, thread)) throw NotAlone(method, part.Owner, part);
            _held.Add(part.Owner);
        }

        _partsOf = state;
    }

    private bool TryTake(string method, Layer forWhom, int thread)
    {
        int owner = Interlocked.CompareExchange(ref _thread, thread, 0);
        if (owner != 0 && owner != thread) return false;
        if (owner == 0)
        {
            Volatile.Write(ref _method, method);
            Volatile.Write(ref _for, forWhom);
        }

        _depth++;
        return true;
    }

    private void Leave()
    {
        if (_depth == _partsDepth)
        {
            foreach (LayerOwner part in _held) part.GiveBack();
            _held.Clear();
            _partsDepth = 0;
        }

        GiveBack();
    }

    private void GiveBack()
    {
        if (--_depth > 0) return;

        // A layer that outlives the model must not keep it alive.
        Volatile.Write(ref _for, null);
        Volatile.Write(ref _thread, 0);
    }

    // A run that waits for its thread belongs to none: whoever comes in between is refused.
    private int HandOver()
    {
        int thread = _thread;
        bool isAlone = _depth == 1 && _held.TrueForAll(part => part._depth == 1);
        if (!isAlone)
        {
            throw new InvalidOperationException(
                $"{_method}: expected '{layer.Name}' to be trained or evaluated by one thread at a time, but a run of it is not over on " +
                "this one. Wait for its end, or use a copy: CloneModel and SetWeights.");
        }

        int pass = Interlocked.Decrement(ref s_passes);
        Move(thread, pass);
        return pass;
    }

    private void Move(int from, int to)
    {
        foreach (LayerOwner part in _held) Interlocked.CompareExchange(ref part._thread, to, from);
        Interlocked.CompareExchange(ref _thread, to, from);
    }

    private InvalidOperationException NotAlone(string method, LayerOwner owner, Layer part)
    {
        string running = Volatile.Read(ref owner._method);
        Layer? by = Volatile.Read(ref owner._for);
        string other = by is null || by == layer ? running : $"{running} of '{by.Name}'";
        string shared = part == layer || part == by ? "" : $", which has the layer '{part.Name}' too";
        return new InvalidOperationException(
            $"{method}: expected '{layer.Name}' to be trained or evaluated by one thread at a time, but {other} runs on another{shared}. " +
            "Wait for it (await FitAsync), or use a copy: CloneModel and SetWeights.");
    }

    /// <summary>What only one thread may do, from its beginning to <see cref="Dispose"/>.</summary>
    public ref struct Turn(LayerOwner owner)
    {
        private LayerOwner? _owner = owner;

        /// <summary>Leaves it to another thread, which calls <see cref="TakeOver"/>; nobody else can come in between.</summary>
        /// <exception cref="InvalidOperationException">This thread is in the middle of something else with the layer.</exception>
        public int HandOver()
        {
            int pass = _owner!.HandOver();
            _owner = null;
            return pass;
        }

        /// <summary>Ends it.</summary>
        public void Dispose() => _owner?.Leave();
    }
}
