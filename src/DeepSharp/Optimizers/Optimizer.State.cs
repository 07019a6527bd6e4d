namespace DeepSharp;

// What is kept from step to step, in Keras's order and under Keras's names.
public abstract partial class Optimizer
{
    private readonly Dictionary<Variable, VariableState> _states = new(ReferenceEqualityComparer.Instance);
    private readonly List<VariableState> _order = [];
    private HashSet<Variable>? _excluded;
    private string[] _excludedNames = [];

    /// <summary>What the optimizer keeps for a weight, in the order of Keras's files; empty before the first step.</summary>
    public IReadOnlyList<Variable> SlotsOf(Variable variable) => Inner is { } inner ? inner.SlotsOf(variable)
        : _states.TryGetValue(variable, out VariableState? state) ? state.Slots : [];

    /// <summary>Makes the slots for weights, so that the first step allocates no more than others.</summary>
    public void Build(IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        foreach (Variable variable in variables) StateOf(variable);
    }

    /// <summary>Leaves weights out of the weight decay. Each call replaces what the one before said.</summary>
    /// <param name="variables">Weights.</param>
    /// <param name="names">Parts of names: <c>["bias"]</c> leaves out every weight whose <see cref="Variable.Name"/> contains it.</param>
    /// <exception cref="InvalidOperationException">The optimizer has state for weights already.</exception>
    /// <example><code>
    /// var optimizer = new AdamW(1e-3);
    /// optimizer.ExcludeFromWeightDecay(names: ["bias", "gamma", "beta"]);
    /// </code></example>
    public void ExcludeFromWeightDecay(IReadOnlyList<Variable>? variables = null, IReadOnlyList<string>? names = null)
    {
        if (Inner is { } inner)
        {
            inner.ExcludeFromWeightDecay(variables, names);
            return;
        }

        if (_order.Count > 0)
        {
            throw new InvalidOperationException(
                $"{ClassName}: expected ExcludeFromWeightDecay before the first step, but the optimizer is in use. Call it before Fit.");
        }

        _excluded = variables is null ? null : new HashSet<Variable>(variables, ReferenceEqualityComparer.Instance);
        _excludedNames = names is null ? [] : [.. names];
    }

    /// <summary>The weights that <see cref="ExcludeFromWeightDecay"/> was given; empty if none.</summary>
    internal IReadOnlyCollection<Variable> ExcludedVariables =>
        Inner is { } inner ? inner.ExcludedVariables : _excluded ?? (IReadOnlyCollection<Variable>)[];

    /// <summary>The parts of names that <see cref="ExcludeFromWeightDecay"/> was given.</summary>
    internal IReadOnlyList<string> ExcludedNames => Inner?.ExcludedNames ?? _excludedNames;

    /// <summary>
    /// All state in the order of Keras's files: iteration, learning rate (unless scheduled), averages and accumulated gradients, slots. The
    /// first two are copies, the others what the optimizer works on.
    /// </summary>
    internal virtual IReadOnlyList<Variable> StateVariables
    {
        get
        {
            var all = new List<Variable> { Number("iteration", StepCount) };
            if (Schedule is null) all.Add(Number(RateName, Rate));
            all.AddRange(OrderedSlots().Select(entry => entry.Slot));
            return all;
        }
    }

    // In the order of Keras's files, each with the weight that it is kept for, if it is for one.
    private List<(Variable? Weight, Variable Slot)> OrderedSlots()
    {
        if (Inner is { } inner) return [.. inner.OrderedSlots(), .. ExtraState.Select(extra => ((Variable?)null, extra))];
        var all = new List<(Variable?, Variable)>();
        foreach (VariableState state in _order)
        {
            if (state.Average is not null) all.Add((state.Variable, state.Average));
            if (state.Accumulator is not null) all.Add((state.Variable, state.Accumulator));
        }

        int together = SlotsTogether;
        foreach (VariableState state in _order) all.AddRange(state.Slots.Take(together).Select(slot => ((Variable?)state.Variable, slot)));
        for (int slot = together; slot < _slotNames.Length; slot++)
        {
            foreach (VariableState state in _order) all.Add((state.Variable, state.Slots[slot]));
        }

        all.AddRange(ExtraState.Select(extra => ((Variable?)null, extra)));
        return all;
    }

    /// <summary>All state of a weight: its average and accumulated gradient, if kept, and its slots; empty before the first step.</summary>
    internal IReadOnlyList<Variable> StateVariablesOf(Variable variable)
    {
        if (Inner is { } inner) return inner.StateVariablesOf(variable);
        if (!_states.TryGetValue(variable, out VariableState? state)) return [];
        var all = new List<Variable>();
        if (state.Average is not null) all.Add(state.Average);
        if (state.Accumulator is not null) all.Add(state.Accumulator);
        all.AddRange(state.Slots);
        return all;
    }

    /// <summary>Forgets the slots of all weights: they begin again, as before the first step.</summary>
    internal void ForgetSlots()
    {
        Inner?.ForgetSlots();
        _states.Clear();
        _order.Clear();
    }

    /// <summary>For how many weights something is kept.</summary>
    internal int StateCount => Inner?.StateCount ?? _order.Count;

    /// <summary>Forgets what is kept for the weights that came last, as if they had not come.</summary>
    /// <param name="count">How many weights stay.</param>
    internal void ForgetSlotsAfter(int count)
    {
        if (Inner is { } inner)
        {
            inner.ForgetSlotsAfter(count);
            return;
        }

        for (int i = count; i < _order.Count; i++) _states.Remove(_order[i].Variable);
        _order.RemoveRange(count, _order.Count - count);
    }

    /// <summary>
    /// How many slots, from the first on, lie side by side for each weight in Keras's order; each of the others comes for all weights
    /// before the next one does.
    /// </summary>
    private protected virtual int SlotsTogether => int.MaxValue;

    /// <summary>State that belongs to no weight.</summary>
    internal virtual IReadOnlyList<Variable> ExtraState => [];

    private protected Variable Number(string name, float value) =>
        new(Tensor.Scalar(value), name, trainable: false) { Path = $"{Name}/{name}" };

    private VariableState StateOf(Variable variable) => Inner is { } inner ? inner.StateOf(variable)
        : _states.TryGetValue(variable, out VariableState? state) ? state : CreateState(variable);

    private VariableState CreateState(Variable variable)
    {
        var state = new VariableState(variable)
        {
            Decay = IsExcluded(variable) ? null : WeightDecayOf(variable),
            Average = Options.UseEma ? Slot(variable, "average", 0) : null,
            Accumulator = Options.GradientAccumulationSteps is null ? null : Slot(variable, "gradient_accumulator", 0),
            Slots = CreateSlots(variable),
        };

        // A weight that joins later starts its average with itself, as all do in the first step.
        if (StepCount > 0) state.Average?.Value.Assign(variable.Value);
        _states.Add(variable, state);
        _order.Add(state);
        return state;
    }

    /// <summary>The weight decay of a weight that is not excluded from it; null for none.</summary>
    private protected virtual double? WeightDecayOf(Variable variable) => Options.WeightDecay;

    /// <summary>What is kept for a weight: one value for each of its values under each name, unless overridden.</summary>
    private protected virtual Variable[] CreateSlots(Variable variable)
    {
        var slots = new Variable[_slotNames.Length];
        for (int i = 0; i < slots.Length; i++) slots[i] = Slot(variable, _slotNames[i], InitialSlotValue(i));
        return slots;
    }

    /// <summary>Something kept for each value of a weight.</summary>
    private protected Variable Slot(Variable variable, string name, double value) =>
        new(Tensor.Full(variable.Shape, value), name, trainable: false) { Path = $"{Name}/{variable.Path.Replace('/', '_')}_{name}" };

    private bool IsExcluded(Variable variable) =>
        _excluded?.Contains(variable) == true
        || Array.Exists(_excludedNames, part => variable.Name.Contains(part, StringComparison.Ordinal));
}
