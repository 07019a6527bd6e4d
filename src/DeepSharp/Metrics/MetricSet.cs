using System.Collections;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>
/// What <c>Compile</c> takes as metrics: those of the only output, or for several outputs one entry each, in order or by the outputs'
/// names. An entry is a metric, a list of them, or null for none.
/// </summary>
/// <remarks>Every output needs its own metrics: a list that is to count for two outputs has to be written twice.</remarks>
/// <example><code>
/// model.Compile("adam", "mse", metrics: ["mae", Metric.MeanSquaredError()]);               // one output
/// model.Compile("adam", ["bce", "mse"], metrics: [["accuracy"], ["mae", "mse"]]);          // two outputs
/// model.Compile("adam", "mse", metrics: new() { ["price"] = "mae" });
/// </code></example>
[CollectionBuilder(typeof(MetricSet), nameof(Create))]
public sealed class MetricSet : IEnumerable<MetricSet?>
{
    private MetricSet?[] _items;
    private string[]? _names;

    /// <summary>Several entries; none for what is filled by the names of the outputs, <c>new() { ["price"] = "mae" }</c>.</summary>
    public MetricSet(params MetricSet?[] items)
        : this([.. items ?? throw new ArgumentNullException(nameof(items))], null)
    {
    }

    private MetricSet(Metric metric) => (Metric, _items) = (metric, []);

    private MetricSet(MetricSet?[] items, string[]? names) => (_items, _names) = (items, names);

    /// <summary>The metric, where this is a single one.</summary>
    public Metric? Metric { get; }

    /// <summary>The names of the outputs, in the order of the entries; null where they go by their order.</summary>
    public IReadOnlyList<string>? Names => _names;

    /// <summary>The metrics of the output of a name; null for none. Set them before the set is given to <c>Compile</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name; the message lists those that exist.</exception>
    /// <exception cref="InvalidOperationException">They are set where there are metrics without names already.</exception>
    public MetricSet? this[string output]
    {
        get => NamedEntries.Get("MetricSet", _names, _items, output);
        set
        {
            if (Metric is not null)
            {
                throw new InvalidOperationException(
                    $"MetricSet: expected metrics by the names of outputs but this is one metric, '{Metric.Name}'. " +
                    "Begin with new MetricSet().");
            }

            NamedEntries.Set("MetricSet", ref _names, ref _items, output, value);
        }
    }

    /// <summary>All metrics, in order.</summary>
    internal IEnumerable<Metric> All => Metric is null ? _items.Where(item => item is not null).SelectMany(item => item!.All) : [Metric];

    /// <summary>Several entries; what <c>["accuracy", "mae"]</c> and <c>[["accuracy"], ["mae"]]</c> make.</summary>
    public static MetricSet Create(ReadOnlySpan<MetricSet?> items) => new(items.ToArray());

    /// <summary>One metric.</summary>
    public static implicit operator MetricSet(Metric metric) => new(metric ?? throw new ArgumentNullException(nameof(metric)));

    /// <summary>One metric by Keras's name.</summary>
    /// <exception cref="ArgumentException">There is no such metric; the message lists those that exist.</exception>
    public static implicit operator MetricSet(string name) => new((Metric)name);

    /// <summary>Several metrics.</summary>
    public static implicit operator MetricSet(Metric[] metrics) => From(metrics);

    /// <summary>Several metrics.</summary>
    public static implicit operator MetricSet(List<Metric> metrics) => From(metrics);

    /// <summary>Several metrics by Keras's names.</summary>
    /// <exception cref="ArgumentException">There is no such metric; the message lists those that exist.</exception>
    public static implicit operator MetricSet(string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new MetricSet([.. names.Select(name => (MetricSet)name)]);
    }

    /// <summary>One entry for each output.</summary>
    public static implicit operator MetricSet(MetricSet[] outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return new MetricSet([.. outputs]);
    }

    /// <summary>Entries by the names of the outputs. An output that is not named has no metrics.</summary>
    public static implicit operator MetricSet(Dictionary<string, MetricSet> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return new MetricSet([.. outputs.Values], [.. outputs.Keys]);
    }

    /// <summary>Several metrics.</summary>
    public static MetricSet From(IEnumerable<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return new MetricSet([.. metrics.Select(metric => (MetricSet)metric)]);
    }

    /// <summary>Enumerates the entries.</summary>
    public IEnumerator<MetricSet?> GetEnumerator() => ((IEnumerable<MetricSet?>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The metrics of each output.</summary>
    /// <param name="what">How messages call the argument.</param>
    /// <param name="outputs">The names of the outputs.</param>
    /// <exception cref="ArgumentException">There are more or fewer entries than outputs, or a name is no output's.</exception>
    internal Metric[][] For(string what, IReadOnlyList<string> outputs)
    {
        bool isOfOne = outputs.Count == 1 && Names is null && (Metric is not null || _items.All(item => item?.Metric is not null));
        if (isOfOne) return [[.. All]];
        int count = Metric is null ? _items.Length : 1;
        if (count == 0) return [.. outputs.Select(_ => Array.Empty<Metric>())];
        int[] places = OutputPlaces.Of(what, count, _names, outputs);
        return [.. places.Select(place => place < 0 || Entry(place) is not { } entry ? [] : Flat(what, entry))];
    }

    private MetricSet? Entry(int place) => Metric is null ? _items[place] : this;

    private static Metric[] Flat(string what, MetricSet entry)
    {
        bool isFlat = entry.Metric is not null || (entry.Names is null && entry._items.All(item => item?.Metric is not null));
        if (isFlat) return [.. entry.All];
        throw new ArgumentException(
            $"Compile, {what}: expected for each output a metric or a list of metrics but got lists inside a list.");
    }
}
