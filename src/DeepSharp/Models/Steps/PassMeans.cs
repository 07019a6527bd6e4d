namespace DeepSharp;

/// <summary>
/// What belongs to one pass over data, of <c>Fit</c>, <c>Evaluate</c> or a single batch. One inside another, as in a callback, uses the
/// same metrics: it keeps here what the outer one has added up, and gives that back in the end.
/// </summary>
internal sealed class PassMeans
{
    private readonly List<ReportedValue> _kept = [];
    private readonly MetricState _state = new();
    private bool _keeps;

    /// <summary>What is reported of training. The object is used again.</summary>
    public Logs Training { get; } = new();

    /// <summary>What is reported of evaluation. The object is used again.</summary>
    public Logs Test { get; } = new();

    /// <summary>Whether values are being added up that nobody has read yet.</summary>
    public bool IsAdding { get; set; }

    /// <summary>The number of batches so far, for messages.</summary>
    public int Batches { get; set; }

    /// <summary>Keeps the values of the pass around this one.</summary>
    /// <exception cref="NotSupportedException">A metric does not say what its state is.</exception>
    public void Keep(ReportedValues values)
    {
        _state.Begin();
        _kept.Clear();
        values.CopyTo(_kept);
        foreach (ReportedValue value in _kept) value.Keep(_state);
        _keeps = true;
    }

    /// <summary>Gives them back, if any were kept.</summary>
    /// <param name="values">Those there are now: what came inside is none of the outer pass's.</param>
    public void GiveBack(ReportedValues? values)
    {
        if (!_keeps) return;
        _keeps = false;
        values?.Reset();
        _state.BeginGivingBack();
        foreach (ReportedValue value in _kept) value.Keep(_state);
    }
}
