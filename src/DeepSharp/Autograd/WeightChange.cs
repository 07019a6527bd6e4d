namespace DeepSharp;

/// <summary>
/// A change of weights that belongs together, such as a step of an optimizer: it has the <see cref="WeightGate"/>s of all of them while it
/// lasts, so that a prediction sees all of it or nothing.
/// </summary>
internal sealed class WeightChange
{
    private static readonly object s_lock = new();
    private static readonly List<WeightChange> s_running = [];

    [ThreadStatic]
    private static WeightChange? t_mine;

    // Those of the calling thread, which is at one change at a time; kept, since steps allocate nothing.
    private readonly List<WeightGate> _gates = [];
    private IReadOnlyList<Variable> _weights = [];
    private IReadOnlyList<Variable> _others = [];
    private Variable? _single;
    private int _taken;
    private int _depth;

    /// <summary>Whether this thread is in the middle of a change.</summary>
    public static bool IsRunning => t_mine is { _depth: > 0 };

    /// <summary>
    /// Begins a change: it ends when what is returned is disposed of. Waits for predictions that run with one of the weights.
    /// </summary>
    /// <param name="weights">What is changed.</param>
    /// <param name="others">And these.</param>
    public static Turn Begin(IReadOnlyList<Variable> weights, IReadOnlyList<Variable>? others = null) => Begin(weights, others ?? [], null);

    /// <summary>The same for one weight.</summary>
    public static Turn Begin(Variable weight) => Begin([], [], weight);

    /// <summary>Puts weights behind a gate that is new. Waits for the end of changes of one of them.</summary>
    public static void Register(WeightGate gate)
    {
        HashSet<Variable> weights = new(gate.Weights, ReferenceEqualityComparer.Instance);
        lock (s_lock)
        {
            // Who predicts or changes weights already may be what such a change waits for.
            bool mayWait = !WeightGate.IsReading && !IsRunning;
            while (mayWait && s_running.Exists(change => change.Changes(weights))) System.Threading.Monitor.Wait(s_lock);
            var reference = new WeakReference<WeightGate>(gate);
            foreach (Variable weight in weights) weight.Gates = [.. weight.Gates.Where(each => each.TryGetTarget(out _)), reference];
        }
    }

    private static Turn Begin(IReadOnlyList<Variable> weights, IReadOnlyList<Variable> others, Variable? single)
    {
        WeightJournal.Keep(weights, others, single);
        Count(weights, others, single);

        // In the middle of a prediction a custom class may change weights: whoever waits then would wait for itself.
        if (WeightGate.IsReading) return new Turn(null, weights, others, single);
        WeightChange mine = t_mine ??= new WeightChange();
        if (mine._depth++ > 0) return new Turn(mine, weights, others, single);
        (mine._weights, mine._others, mine._single) = (weights, others, single);
        try
        {
            mine.Close();
        }
        catch
        {
            mine.End();
            throw;
        }

        return new Turn(mine, weights, others, single);
    }

    private static void Count(IReadOnlyList<Variable> weights, IReadOnlyList<Variable> others, Variable? single)
    {
        for (int i = 0; i < weights.Count; i++) weights[i].Version.Count();
        for (int i = 0; i < others.Count; i++) others[i].Version.Count();
        single?.Version.Count();
    }

    private void Close()
    {
        lock (s_lock)
        {
            for (int i = 0; i < _weights.Count; i++) AddGates(_weights[i]);
            for (int i = 0; i < _others.Count; i++) AddGates(_others[i]);
            if (_single is not null) AddGates(_single);
            s_running.Add(this);
        }

        // In one order everywhere, so that two changes never wait for each other.
        if (_gates.Count > 1) _gates.Sort(static (a, b) => a.Number.CompareTo(b.Number));
        for (_taken = 0; _taken < _gates.Count; _taken++) _gates[_taken].Take();
        for (int shut = 0; shut < _gates.Count;)
        {
            if (_gates[shut].TryShut())
            {
                shut++;
                continue;
            }

            // Who predicts there may ask a model behind one that is shut.
            for (int i = 0; i < shut; i++) _gates[i].Unshut();
            _gates[shut].WaitForReaders();
            shut = 0;
        }
    }

    private void End()
    {
        if (--_depth > 0) return;
        for (int i = 0; i < _taken; i++) _gates[i].Open();
        _taken = 0;
        _gates.Clear();
        lock (s_lock)
        {
            s_running.Remove(this);
            System.Threading.Monitor.PulseAll(s_lock);
        }

        (_weights, _others, _single) = ([], [], null);
    }

    private void AddGates(Variable weight)
    {
        foreach (WeakReference<WeightGate> reference in weight.Gates)
        {
            if (reference.TryGetTarget(out WeightGate? gate) && !_gates.Contains(gate)) _gates.Add(gate);
        }
    }

    private bool Changes(HashSet<Variable> weights) =>
        (_single is not null && weights.Contains(_single)) || _weights.Any(weights.Contains) || _others.Any(weights.Contains);

    /// <summary>A change of weights, from its beginning to <see cref="Dispose"/>.</summary>
    public readonly ref struct Turn(WeightChange? change, IReadOnlyList<Variable> weights, IReadOnlyList<Variable> others, Variable? single)
    {
        private readonly IReadOnlyList<Variable>? _weights = weights;

        /// <summary>Ends it.</summary>
        public void Dispose()
        {
            if (_weights is null) return;
            Count(_weights, others, single);
            change?.End();
        }
    }
}
