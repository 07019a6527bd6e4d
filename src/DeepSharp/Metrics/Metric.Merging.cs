namespace DeepSharp;

// What a metric has added up, to be carried to another one: of another thread, program or machine.
public abstract partial class Metric
{
    /// <summary>
    /// Copies of what the metric has added up: an array for each field that <see cref="KeepState"/> names, in that order, of the field's
    /// type. A single value is an array of one.
    /// </summary>
    /// <exception cref="NotSupportedException">A custom class does not override <see cref="KeepState"/>.</exception>
    /// <example><code>
    /// IReadOnlyList&lt;Array&gt; seen = metric.GetState();   // on one machine
    /// sameMetric.Merge(seen);                        // on another one
    /// </code></example>
    public IReadOnlyList<Array> GetState()
    {
        var arrays = new List<Array>();
        var state = new MetricState();
        state.BeginReading(arrays);
        KeepState(state);
        return arrays;
    }

    /// <summary>Puts what another metric of the class has added up in the place of what this one has.</summary>
    /// <param name="state">From <see cref="GetState"/>.</param>
    /// <exception cref="ArgumentException">The arrays are not those of such a metric. It is as it was.</exception>
    /// <exception cref="NotSupportedException">A custom class does not override <see cref="KeepState"/>.</exception>
    public void SetState(IReadOnlyList<Array> state) => Take(nameof(SetState), state, merges: false);

    /// <summary>Adds what another metric of the class has seen: the result is then that over the batches of both.</summary>
    /// <param name="state">From <see cref="GetState"/> of the other one.</param>
    /// <exception cref="ArgumentException">The arrays are not those of such a metric. It is as it was.</exception>
    /// <exception cref="NotSupportedException">
    /// A custom class does not override <see cref="KeepState"/>, or keeps something that nobody knows how to add. It is as it was.
    /// </exception>
    public void Merge(IReadOnlyList<Array> state) => Take(nameof(Merge), state, merges: true);

    /// <summary>Adds what another metric of the class has seen: the result is then that over the batches of both.</summary>
    /// <param name="other">It stays as it is.</param>
    /// <exception cref="ArgumentException">It is of another class. This metric is as it was.</exception>
    /// <exception cref="NotSupportedException">
    /// A custom class does not override <see cref="KeepState"/>, or keeps something that nobody knows how to add. It is as it was.
    /// </exception>
    public void Merge(Metric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.GetType() != GetType())
        {
            throw new ArgumentException($"Metric {Name}: expected a {ClassName} to merge with but got a {other.ClassName}.", nameof(other));
        }

        Merge(other.GetState());
    }

    // What is refused half-way is undone.
    private void Take(string method, IReadOnlyList<Array> arrays, bool merges)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        var before = new MetricState();
        before.Begin();
        KeepState(before);
        try
        {
            var state = new MetricState();
            state.BeginTaking(arrays, merges);
            KeepState(state);
            state.EndTaking();
        }
        catch (Exception error)
        {
            Reset();
            before.BeginGivingBack();
            KeepState(before);
            if (error is NotSupportedException) throw new NotSupportedException($"Metric {Name}, {method}: {error.Message}", error);
            if (error is ArgumentException) throw new ArgumentException($"Metric {Name}, {method}: {error.Message}", nameof(arrays), error);
            throw;
        }
    }
}
