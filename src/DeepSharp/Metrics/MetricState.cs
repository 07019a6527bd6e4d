using System.Runtime.InteropServices;

namespace DeepSharp;

/// <summary>
/// Keeps what a metric has added up while an evaluation in the middle of a training uses the metric, and gives it back afterwards: what
/// <see cref="Metric.KeepState"/> names is written here before, and read from here after.
/// </summary>
/// <example><code>
/// protected override void KeepState(MetricState state)
/// {
///     state.Keep(ref _sum);
///     state.Keep(_countsOfClasses);
/// }
/// </code></example>
public sealed class MetricState
{
    private readonly List<byte> _bytes = [];
    private int _position;
    private bool _isGivingBack;

    internal MetricState()
    {
    }

    /// <summary>Keeps the value of a field.</summary>
    /// <param name="value">Of a type without references: a number, a <see langword="bool"/>, a struct of such.</param>
    public void Keep<T>(ref T value)
        where T : unmanaged => Keep(MemoryMarshal.CreateSpan(ref value, 1));

    /// <summary>Keeps the values of an array, or of a tensor's span, which stays as long as it is.</summary>
    /// <exception cref="InvalidOperationException">It has another length than when it was kept.</exception>
    public void Keep<T>(Span<T> values)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        if (!_isGivingBack)
        {
            _bytes.AddRange(bytes);
            return;
        }

        if (bytes.Length > _bytes.Count - _position)
        {
            throw new InvalidOperationException("KeepState: expected the same fields, of the same lengths, each time, but there are more.");
        }

        CollectionsMarshal.AsSpan(_bytes).Slice(_position, bytes.Length).CopyTo(bytes);
        _position += bytes.Length;
    }

    /// <summary>Keeps a list, which may grow and shrink.</summary>
    public void Keep<T>(List<T> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        int count = values.Count;
        Keep(ref count);
        if (_isGivingBack) CollectionsMarshal.SetCount(values, count);
        Keep(CollectionsMarshal.AsSpan(values));
    }

    /// <summary>Keeps the state of another metric, where one is made of others.</summary>
    public void Keep(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        metric.TransferState(this);
    }

    /// <summary>From now on fields are written here.</summary>
    internal void Begin()
    {
        _bytes.Clear();
        _isGivingBack = false;
    }

    /// <summary>From now on fields are read from here, in the same order.</summary>
    internal void BeginGivingBack() => (_position, _isGivingBack) = (0, true);
}
