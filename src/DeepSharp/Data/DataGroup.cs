using System.Collections;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>The inputs or the targets of a model: one <see cref="DataArray"/>, several in order, or several by name.</summary>
/// <remarks>
/// Everything that is a <see cref="DataArray"/> converts implicitly, and so do tuples, arrays, lists and dictionaries of them. Numbers in
/// brackets are one array: a sample each. Named ones are matched to the names of the model's <c>Input</c>s, or to the names of the layers
/// that its outputs come from.
/// </remarks>
/// <example><code>
/// model.Fit(images, labels);
/// model.Fit([left, right], [classes, boxes]);
/// model.Fit(new() { ["left"] = left, ["right"] = right }, labels);
/// model.Fit(images, [0, 1, 1, 0]);
/// </code></example>
[CollectionBuilder(typeof(DataGroup), nameof(Create))]
public sealed partial class DataGroup : IReadOnlyList<DataArray>
{
    private DataArray[] _arrays;
    private string[]? _names;

    /// <summary>Several arrays in order; none for what is filled by name, <c>new() { ["left"] = left, ["right"] = right }</c>.</summary>
    /// <exception cref="ArgumentException">One is null, or there are both arrays and numbers.</exception>
    public DataGroup(params DataArray[] arrays)
        : this(DataArray.JoinNumbers(arrays ?? throw new ArgumentNullException(nameof(arrays))), names: null)
    {
    }

    private DataGroup(DataArray[] arrays, string[]? names)
    {
        for (int i = 0; i < arrays.Length; i++) RequireArray(arrays[i], names is null ? $"number {i}" : $"'{names[i]}'", nameof(arrays));
        (_arrays, _names) = (arrays, names);
    }

    /// <summary>The number of arrays.</summary>
    public int Count => _arrays.Length;

    /// <summary>The names, in the order of the arrays; null where they go by their order.</summary>
    public IReadOnlyList<string>? Names => _names;

    /// <summary>The array at a place.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such place.</exception>
    public DataArray this[int index] => _arrays[index];

    /// <summary>The array of a name. Set it before the group is given to a model.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name; the message lists those that exist.</exception>
    /// <exception cref="ArgumentException">What is set is null.</exception>
    /// <exception cref="InvalidOperationException">One is set where there are arrays without names already.</exception>
    public DataArray this[string name]
    {
        get => NamedEntries.Get("DataGroup", _names, _arrays, name);
        set
        {
            RequireArray(value, $"'{name}'", nameof(value));
            NamedEntries.Set("DataGroup", ref _names, ref _arrays, name, value);
        }
    }

    /// <summary>Several arrays in order; what <c>[left, right]</c> makes. Numbers alone, <c>[0, 1]</c>, make one array of them.</summary>
    /// <exception cref="ArgumentException">One is null, or there are both arrays and numbers.</exception>
    public static DataGroup Create(ReadOnlySpan<DataArray> arrays) => new(DataArray.JoinNumbers(arrays), names: null);

    /// <summary>Several arrays by name.</summary>
    /// <exception cref="ArgumentException">One is null.</exception>
    public static DataGroup Create(IReadOnlyDictionary<string, DataArray> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        return new DataGroup([.. arrays.Values], [.. arrays.Keys]);
    }

    /// <summary>Enumerates the arrays.</summary>
    public IEnumerator<DataArray> GetEnumerator() => ((IEnumerable<DataArray>)_arrays).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The shapes: <c>(60000, 28, 28, 1)</c>, or with names <c>left (100, 3), right (100, 2)</c>.</summary>
    public override string ToString() =>
        string.Join(", ", _arrays.Select((array, i) => _names is null ? array.Shape.ToString() : $"{_names[i]} {array.Shape}"));

    // What is null stays so until the constructor, which knows its place.
    private static DataGroup OfEach<T>(IEnumerable<T> values, Func<T, DataArray> convert, IEnumerable<string>? names = null) =>
        new([.. values.Select(value => value is null ? null! : convert(value))], names?.ToArray());

    private static void RequireArray(DataArray? array, string place, string argument)
    {
        if (array is null) throw new ArgumentException($"DataGroup: expected data in every place but {place} is null.", argument);
    }
}
