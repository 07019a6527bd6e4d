namespace DeepSharp;

// Moving averages of the weights, for those who look at the model with them.
public abstract partial class Optimizer
{
    // Weights that have changed places with their averages; null where none have.
    private VariableState[]? _swapped;

    /// <summary>Whether moving averages of the weights are kept.</summary>
    internal virtual bool KeepsAverages => Inner?.KeepsAverages ?? Options.UseEma;

    /// <summary>Puts averages in the place of weights. Before the first step there are none, and nothing happens.</summary>
    /// <param name="weights">Those of the model; others, frozen ones and those of another model, stay.</param>
    internal virtual void PutAverages(IReadOnlyList<Variable> weights)
    {
        if (Inner is { } inner)
        {
            inner.PutAverages(weights);
            return;
        }

        if (!KeepsAverages || StepCount == 0 || _swapped is not null) return;
        VariableState[] states = [.. weights.Where(_states.ContainsKey).Select(weight => _states[weight])];
        Exchange(states);
        _swapped = states;
    }

    /// <summary>Puts the weights themselves back, if averages are in their place.</summary>
    internal virtual void TakeAverages()
    {
        Inner?.TakeAverages();
        if (_swapped is not { } states) return;
        Exchange(states);
        _swapped = null;
    }

    private static void Exchange(VariableState[] states)
    {
        using WeightChange.Turn turn = WeightChange.Begin([.. states.Select(state => state.Variable)]);
        foreach (VariableState state in states) Exchange(state.Variable.Value.Values, state.Average!.Value.Values);
    }

    private static void Exchange(Span<float> left, Span<float> right)
    {
        for (int i = 0; i < left.Length; i++) (left[i], right[i]) = (right[i], left[i]);
    }
}
