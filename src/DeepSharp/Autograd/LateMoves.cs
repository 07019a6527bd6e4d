namespace DeepSharp;

/// <summary>
/// Statistics that move with each batch of training, such as the averages of a batch normalization: in a step of training they wait for
/// the weights, so that both change at once, and so that a step which fails leaves no mark.
/// </summary>
internal sealed class LateMoves
{
    private readonly List<Move> _moves = [];
    private List<Variable> _variables = [];
    private List<Variable> _moved = [];
    private int _count;

    /// <summary>What will be changed; one may be there twice.</summary>
    public IReadOnlyList<Variable> Variables => _variables;

    /// <summary>Says that a statistic is to become kept · statistic + share · value.</summary>
    /// <param name="statistic">What moves.</param>
    /// <param name="value">That of the batch; copied.</param>
    /// <param name="kept">How much of the statistic stays.</param>
    /// <param name="share">How much of the value comes in.</param>
    public void Add(Tensor statistic, ReadOnlySpan<float> value, float kept, float share)
    {
        if (_count == _moves.Count) _moves.Add(new Move());
        Move move = _moves[_count++];
        if (move.Value.Length < value.Length) move.Value = new float[value.Length];
        value.CopyTo(move.Value);
        (move.Statistic, move.Kept, move.Share, move.Deviation) = (statistic, kept, share, null);
    }

    /// <summary>Says that a variance is to follow a deviation, which moves before: to become its square without ε, 0 at least.</summary>
    public void AddVariance(Tensor variance, Tensor deviation, float epsilon)
    {
        if (_count == _moves.Count) _moves.Add(new Move());
        Move move = _moves[_count++];
        (move.Statistic, move.Deviation, move.Share) = (variance, deviation, epsilon);
    }

    /// <summary>Says what a layer is about to move.</summary>
    public void Expect(ReadOnlySpan<Variable> statistics)
    {
        foreach (Variable statistic in statistics) _variables.Add(statistic);
    }

    /// <summary>Whether a statistic is to move.</summary>
    public bool Has(Tensor statistic)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_moves[i].Statistic == statistic) return true;
        }

        return false;
    }

    /// <summary>Moves all, in the order in which they came, in the middle of the change of <see cref="Variables"/>.</summary>
    public void Run()
    {
        for (int i = 0; i < _count; i++)
        {
            Move move = _moves[i];
            Span<float> statistic = move.Statistic!.Values;
            if (move.Deviation is { } deviation) ApplyVariance(statistic, deviation.Values, move.Share);
            else Apply(statistic, move.Value.AsSpan(0, statistic.Length), move.Kept, move.Share);
        }

        // Until the change ends other threads look through the list that it began with.
        (_variables, _moved) = (_moved, _variables);
        Forget();
    }

    /// <summary>Forgets what has not moved: the step has failed, or nothing is left.</summary>
    public void Forget()
    {
        for (int i = 0; i < _count; i++) (_moves[i].Statistic, _moves[i].Deviation) = (null, null);
        _count = 0;
        _variables.Clear();
    }

    /// <summary>Moves a statistic at once.</summary>
    public static void Apply(Span<float> statistic, ReadOnlySpan<float> value, float kept, float share)
    {
        for (int c = 0; c < statistic.Length; c++) statistic[c] = Kernels.Vanishing.Flush(statistic[c] * kept + value[c] * share);
    }

    /// <summary>Makes a variance follow a deviation at once.</summary>
    public static void ApplyVariance(Span<float> variance, ReadOnlySpan<float> deviation, float epsilon)
    {
        for (int c = 0; c < variance.Length; c++) variance[c] = MathF.Max(0f, deviation[c] * deviation[c] - epsilon);
    }

    private sealed class Move
    {
        public Tensor? Statistic;
        public Tensor? Deviation;
        public float[] Value = [];
        public float Kept;
        public float Share;
    }
}
