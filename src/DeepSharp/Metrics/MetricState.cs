using System.Runtime.InteropServices;

namespace DeepSharp;

/// <summary>
/// Reads and writes what a metric has added up: keeps it while an evaluation in the middle of a training uses the metric, copies it out to
/// arrays, sets it from arrays, and adds what another one has seen. What <see cref="Metric.KeepState"/> names takes part.
/// </summary>
/// <example><code>
/// protected override void KeepState(MetricState state)
/// {
///     state.Keep(ref _sum);
///     state.Keep(_countsOfClasses);
///     state.Keep(ref _largest, Math.Max);
/// }
/// </code></example>
public sealed class MetricState
{
    private readonly List<byte> _bytes = [];
    private IReadOnlyList<Array> _given = [];
    private List<Array>? _read;
    private int _position;
    private Way _way;

    internal MetricState()
    {
    }

    private enum Way
    {
        Keep,
        GiveBack,
        Read,
        Set,
        Merge,
    }

    /// <summary>Keeps the value of a field.</summary>
    /// <param name="value">Of a type without references: a number, a <see langword="bool"/>, a struct of such.</param>
    /// <param name="merge">
    /// What comes of this value and that of a metric that saw other batches, where <see cref="Metric.Merge(Metric)"/> is called; null for
    /// their sum, of numbers, and whether one is true.
    /// </param>
    public void Keep<T>(ref T value, Func<T, T, T>? merge = null)
        where T : unmanaged => Keep(MemoryMarshal.CreateSpan(ref value, 1), merge);

    /// <summary>Keeps the values of an array, or of a tensor's span, which stays as long as it is.</summary>
    /// <param name="values">The values.</param>
    /// <param name="merge">What comes of each value and that of another metric; null for their sum.</param>
    /// <exception cref="InvalidOperationException">It has another length than when it was kept.</exception>
    public void Keep<T>(Span<T> values, Func<T, T, T>? merge = null)
        where T : unmanaged
    {
        switch (_way)
        {
            case Way.Keep:
                _bytes.AddRange(MemoryMarshal.AsBytes(values));
                break;
            case Way.GiveBack:
                GiveBack(MemoryMarshal.AsBytes(values));
                break;
            case Way.Read:
                _read!.Add(values.ToArray());
                break;
            case Way.Set:
                Given<T>(values.Length).CopyTo(values);
                break;
            case Way.Merge:
                ReadOnlySpan<T> other = Given<T>(values.Length);
                if (merge is null) MetricSums.Add(values, other);
                else for (int i = 0; i < values.Length; i++) values[i] = merge(values[i], other[i]);
                break;
        }
    }

    /// <summary>
    /// Keeps an array that is made by the first batch, which says how long it is, and is empty until then. To merge it with another one is
    /// to add that.
    /// </summary>
    /// <exception cref="ArgumentException">Two to be merged are of different lengths, and none is empty.</exception>
    public void Keep(ref double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        switch (_way)
        {
            case Way.Keep or Way.GiveBack:
                int count = values.Length;
                Keep(ref count);
                if (count != values.Length) values = new double[count];
                Keep(values.AsSpan());
                break;
            case Way.Set:
                values = Given<double>(null).ToArray();
                break;
            case Way.Merge when values.Length == 0:
                values = Given<double>(null).ToArray();
                break;
            case Way.Merge when _position < _given.Count && _given[_position].Length == 0:
                Given<double>(0);
                break;
            default:
                Keep(values.AsSpan());
                break;
        }
    }

    /// <summary>Keeps a list, which may grow and shrink; to merge it with another one is to append that.</summary>
    public void Keep<T>(List<T> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        switch (_way)
        {
            case Way.Keep or Way.GiveBack:
                int count = values.Count;
                Keep(ref count);
                if (_way == Way.GiveBack) CollectionsMarshal.SetCount(values, count);
                Keep(CollectionsMarshal.AsSpan(values));
                break;
            case Way.Read:
                _read!.Add(values.ToArray());
                break;
            default:
                if (_way == Way.Set) values.Clear();
                values.AddRange(Given<T>(null));
                break;
        }
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
        _way = Way.Keep;
    }

    /// <summary>From now on fields are read from here, in the same order.</summary>
    internal void BeginGivingBack() => (_position, _way) = (0, Way.GiveBack);

    /// <summary>From now on fields are copied to arrays.</summary>
    internal void BeginReading(List<Array> arrays) => (_read, _way) = (arrays, Way.Read);

    /// <summary>From now on fields are set from arrays, or those are added to them.</summary>
    internal void BeginTaking(IReadOnlyList<Array> arrays, bool merges) =>
        (_given, _position, _way) = (arrays, 0, merges ? Way.Merge : Way.Set);

    /// <summary>Says that all fields have come.</summary>
    /// <exception cref="ArgumentException">There are more arrays than fields.</exception>
    internal void EndTaking()
    {
        if (_position == _given.Count) return;
        throw new ArgumentException($"expected {_position} arrays but got {_given.Count}.");
    }

    private void GiveBack(Span<byte> bytes)
    {
        if (bytes.Length > _bytes.Count - _position)
        {
            throw new InvalidOperationException("KeepState: expected the same fields, of the same lengths, each time, but there are more.");
        }

        CollectionsMarshal.AsSpan(_bytes).Slice(_position, bytes.Length).CopyTo(bytes);
        _position += bytes.Length;
    }

    private ReadOnlySpan<T> Given<T>(int? length)
        where T : unmanaged
    {
        Array? array = _position < _given.Count ? _given[_position] : null;
        _position++;
        if (array is T[] values && array.GetType() == typeof(T[]) && (length ?? values.Length) == values.Length) return values;
        string wanted = length is { } count ? $"{count} values of type {typeof(T).Name}" : $"values of type {typeof(T).Name}";
        string got = array is null ? $"there are {_given.Count} arrays" : $"got {array.Length} of {array.GetType().GetElementType()!.Name}";
        throw new ArgumentException($"expected {wanted} as array number {_position} but {got}.");
    }
}
