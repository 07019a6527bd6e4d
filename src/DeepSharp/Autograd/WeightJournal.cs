namespace DeepSharp;

/// <summary>
/// What weights were before the calling thread changed them, to be undone: where a sample is tried out, a custom class may count or
/// keep statistics, of which nothing may stay.
/// </summary>
internal sealed class WeightJournal
{
    [ThreadStatic]
    private static WeightJournal? t_current;

    private readonly Dictionary<Variable, Tensor> _before = new(ReferenceEqualityComparer.Instance);

    /// <summary>Begins to keep what is changed. What is returned goes to <see cref="Undo"/>, in a finally block.</summary>
    public static WeightJournal? Begin()
    {
        WeightJournal? outer = t_current;
        t_current = new WeightJournal();
        return outer;
    }

    /// <summary>Gives all weights back what they had at the beginning.</summary>
    /// <param name="outer">What <see cref="Begin"/> returned.</param>
    public static void Undo(WeightJournal? outer)
    {
        WeightJournal ended = t_current!;
        t_current = outer;
        foreach ((Variable weight, Tensor before) in ended._before) weight.Assign(before);
    }

    /// <summary>Says that weights are about to change.</summary>
    public static void Keep(IReadOnlyList<Variable> weights, IReadOnlyList<Variable> others, Variable? single)
    {
        if (t_current is not { } journal) return;
        foreach (Variable weight in weights.Concat(others)) journal.Keep(weight);
        if (single is not null) journal.Keep(single);
    }

    private void Keep(Variable weight)
    {
        if (!_before.ContainsKey(weight)) _before.Add(weight, weight.Value.Clone());
    }
}
