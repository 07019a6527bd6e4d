namespace DeepSharp;

// Moving averages of the weights, for those who look at the model with them.
public abstract partial class Optimizer
{
    private bool _areAveragesInModel;

    /// <summary>Whether moving averages of the weights are kept.</summary>
    internal virtual bool KeepsAverages => Inner?.KeepsAverages ?? Options.UseEma;

    /// <summary>Whether weights and averages have changed places. The next step takes place with the weights themselves.</summary>
    internal virtual bool AreAveragesInModel => Inner?.AreAveragesInModel ?? _areAveragesInModel;

    /// <summary>Exchanges weights and their averages in place. Before the first step there are none, and nothing happens.</summary>
    internal virtual void SwapAverages()
    {
        if (Inner is { } inner)
        {
            inner.SwapAverages();
            return;
        }

        if (!KeepsAverages || StepCount == 0) return;
        using WeightChange.Turn turn = WeightChange.Begin([.. _order.Select(state => state.Variable)]);
        foreach (VariableState state in _order) Exchange(state.Variable.Value.Span, state.Average!.Value.Span);
        _areAveragesInModel = !_areAveragesInModel;
    }

    private static void Exchange(Span<float> left, Span<float> right)
    {
        for (int i = 0; i < left.Length; i++) (left[i], right[i]) = (right[i], left[i]);
    }
}
