using System.Collections;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>The inputs or the targets of a model: one <see cref="DataArray"/>, several in order, or several by name.</summary>
/// <remarks>
/// Everything that is a <see cref="DataArray"/> converts implicitly, and so do tuples, arrays, lists and dictionaries of them. Named ones are
/// matched to the names of the model's <c>Input</c>s, or to the names of the layers that its outputs come from.
/// </remarks>
/// <example><code>
/// model.Fit(images, labels);
/// model.Fit([left, right], [classes, boxes]);
/// model.Fit(new Dictionary&lt;string, DataArray&gt; { ["left"] = left, ["right"] = right }, labels);
/// </code></example>
[CollectionBuilder(typeof(DataGroup), nameof(Create))]
public sealed partial class DataGroup : IReadOnlyList<DataArray>
{
    private readonly DataArray[] _arrays;
    private readonly string[]? _names;

    private DataGroup(DataArray[] arrays, string[]? names = null)
    {
        foreach (DataArray array in arrays)
        {
            if (array is null) throw new ArgumentException("DataGroup: expected data in every place but one is null.", nameof(arrays));
        }

        (_arrays, _names) = (arrays, names);
    }

    /// <summary>The number of arrays.</summary>
    public int Count => _arrays.Length;

    /// <summary>The names, in the order of the arrays; null where they go by their order.</summary>
    public IReadOnlyList<string>? Names => _names;

    /// <summary>The array at a place.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such place.</exception>
    public DataArray this[int index] => _arrays[index];

    /// <summary>Several arrays in order; what <c>[left, right]</c> makes.</summary>
    /// <exception cref="ArgumentException">One is null.</exception>
    public static DataGroup Create(ReadOnlySpan<DataArray> arrays) => new(arrays.ToArray());

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
}
