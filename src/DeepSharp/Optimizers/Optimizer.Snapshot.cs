namespace DeepSharp;

// All that is kept, as one value.
public abstract partial class Optimizer
{
    private const string RateName = "learning_rate";

    /// <summary>
    /// Copies of all that the optimizer has learned, by weight. <see cref="Build"/> makes the slots, with their first values, where no step
    /// did yet.
    /// </summary>
    public OptimizerState GetState() => new(
        StepCount, [.. StateSlots().Select(entry => new OptimizerSlot(entry.Weight, entry.Slot.Name, entry.Slot.Value.Clone()))]);

    // A training counts on from it.
    private const long MostIterations = 1L << 53;

    /// <summary>
    /// Puts what an optimizer of the class had learned in the place of what this one has. Slots are made for weights that have none yet.
    /// All is checked before anything changes.
    /// </summary>
    /// <param name="state">
    /// From <see cref="GetState"/>, or made of a file: the slots of every weight that this one keeps some for, in any order. Without any
    /// slots of weights, and with iteration 0, the optimizer is as before the first step.
    /// </param>
    /// <exception cref="ArgumentException">
    /// Slots are missing, are there twice or belong to another class or other options, such as a learning rate beside a schedule. The
    /// optimizer is as it was.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The iteration or the learning rate is negative. The optimizer is as it was.
    /// </exception>
    /// <exception cref="ShapeException">A slot has another shape. The optimizer is as it was.</exception>
    public void SetState(OptimizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentOutOfRangeException.ThrowIfNegative(state.Iteration, nameof(state));
        if (state.Iteration > MostIterations) throw Refused($"an iteration of at most {MostIterations:N0}, not {state.Iteration:N0}");
        bool isFresh = state.Iteration == 0 && state.Slots.All(slot => slot.Weight is null);
        int known = StateCount;
        List<(Variable Slot, Tensor Value)> copies = [];
        try
        {
            foreach (OptimizerSlot slot in state.Slots)
            {
                if (slot.Weight is { } weight) StateOf(weight);
            }

            Match(state, isFresh, copies);
        }
        catch
        {
            ForgetSlotsAfter(known);
            throw;
        }

        if (isFresh) ForgetSlots();
        foreach ((Variable slot, Tensor value) in copies) slot.Value.Assign(value);
        StepCount = state.Iteration;
        if (Schedule is null) Rate = copies[0].Slot.Value.Item();
    }

    // The learning rate comes first, in a variable that is made for it.
    private IEnumerable<(Variable? Weight, Variable Slot)> StateSlots() =>
        Schedule is null ? OrderedSlots().Prepend((null, Number(RateName, Rate))) : OrderedSlots();

    private void Match(OptimizerState state, bool isFresh, List<(Variable Slot, Tensor Value)> copies)
    {
        var given = new Dictionary<(Variable?, string), Tensor>();
        foreach (OptimizerSlot slot in state.Slots)
        {
            if (given.TryAdd((slot.Weight, slot.Name), slot.Value)) continue;
            throw Refused($"each slot once but {Called(slot.Weight, slot.Name)} is there twice");
        }

        foreach ((Variable? weight, Variable slot) in StateSlots())
        {
            if (weight is not null && isFresh) continue;
            if (!given.Remove((weight, slot.Name), out Tensor? value)) throw Refused($"{Called(weight, slot.Name)} but it is missing");
            if (value.Shape == slot.Shape)
            {
                if (weight is null && slot.Name == RateName) Checked(value.Item(), RateName);
                copies.Add((slot, value));
                continue;
            }

            throw new ShapeException(
                $"{ClassName}, SetState: expected shape {slot.Shape} for {Called(weight, slot.Name)} but got {value.Shape}.");
        }

        foreach ((Variable? weight, string name) in given.Keys)
        {
            string own = weight is null ? "" : string.Join(", ", StateVariablesOf(weight).Select(slot => slot.Name));
            throw Refused($"{(own.Length == 0 ? "no slots" : $"the slots {own}")} but got {Called(weight, name)} too");
        }
    }

    private static string Called(Variable? weight, string name) => weight is null ? $"'{name}'" : $"'{name}' of '{weight.Path}'";

    private ArgumentException Refused(string what) => new(
        $"{ClassName}, SetState: expected {what}. Give the state of an optimizer of the same class and options, for the same weights.",
        "state");
}
