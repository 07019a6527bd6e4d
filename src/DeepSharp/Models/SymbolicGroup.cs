using System.Collections;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>The inputs or the outputs that a functional model is made of: one tensor, several in order, or several by name.</summary>
/// <remarks>
/// <para>A <see cref="SymbolicTensor"/> converts implicitly, and so do tuples, arrays, lists and dictionaries of them.</para>
/// <para>Of a dictionary the keys are the names by which data, losses and metrics are given and outputs are predicted. Its order does not
/// count: as in Keras, the tensors go by the alphabetical (ordinal) order of their names, also where data is given in order.</para>
/// </remarks>
/// <example><code>
/// new Model(image, classes)
/// new Model((left, right), [classes, boxes])
/// new Model(image, SymbolicGroup.Named(("classes", classes), ("boxes", boxes)))
/// new Model(image, new() { ["classes"] = classes, ["boxes"] = boxes })
/// </code></example>
[CollectionBuilder(typeof(SymbolicGroup), nameof(Create))]
public sealed class SymbolicGroup : IReadOnlyList<SymbolicTensor>
{
    private SymbolicTensor[] _tensors;
    private string[]? _names;

    /// <summary>Several tensors in order; none for what is filled by name, <c>new() { ["classes"] = classes }</c>.</summary>
    /// <exception cref="ArgumentException">One is null.</exception>
    public SymbolicGroup(params SymbolicTensor[] tensors)
        : this([.. tensors ?? throw new ArgumentNullException(nameof(tensors))], names: null)
    {
    }

    private SymbolicGroup(SymbolicTensor[] tensors, string[]? names)
    {
        foreach (SymbolicTensor tensor in tensors) RequireTensor(tensor, nameof(tensors));
        (_tensors, _names) = (tensors, names);
    }

    /// <summary>The number of tensors.</summary>
    public int Count => _tensors.Length;

    /// <summary>The names that were given, in the order of the tensors; null where they go by their order.</summary>
    public IReadOnlyList<string>? Names => _names;

    /// <summary>The tensor at a place.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such place.</exception>
    public SymbolicTensor this[int index] => _tensors[index];

    /// <summary>The tensor of a name. Set it before the group is given to a model.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name; the message lists those that exist.</exception>
    /// <exception cref="ArgumentException">What is set is null, or the name is none that a file could hold.</exception>
    /// <exception cref="InvalidOperationException">One is set where there are tensors without names already.</exception>
    public SymbolicTensor this[string name]
    {
        get => NamedEntries.Get("SymbolicGroup", _names, _tensors, name);
        set
        {
            RequireTensor(value, nameof(value));
            ArgumentException.ThrowIfNullOrEmpty(name);
            GivenName.OfAny("SymbolicGroup", name);
            NamedEntries.Set("SymbolicGroup", ref _names, ref _tensors, name, value);
            Array.Sort(_names!, _tensors, StringComparer.Ordinal);
        }
    }

    /// <summary>Several tensors in order; what <c>[left, right]</c> makes.</summary>
    /// <exception cref="ArgumentException">One is null.</exception>
    public static SymbolicGroup Create(ReadOnlySpan<SymbolicTensor> tensors) => new(tensors.ToArray());

    /// <summary>Several tensors by name.</summary>
    /// <exception cref="ArgumentException">One is null, or two have the same name.</exception>
    /// <example><code>var model = new Model(image, SymbolicGroup.Named(("classes", classes), ("boxes", boxes)));</code></example>
    public static SymbolicGroup Named(params ReadOnlySpan<(string Name, SymbolicTensor Tensor)> tensors)
    {
        (string Name, SymbolicTensor Tensor)[] sorted = tensors.ToArray();
        foreach ((string name, _) in sorted)
        {
            ArgumentException.ThrowIfNullOrEmpty(name, nameof(tensors));
            GivenName.OfAny("SymbolicGroup", name);
        }

        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Name != sorted[i - 1].Name) continue;
            throw new ArgumentException($"SymbolicGroup: expected different names but '{sorted[i].Name}' is there twice.", nameof(tensors));
        }

        return new SymbolicGroup([.. sorted.Select(entry => entry.Tensor)], [.. sorted.Select(entry => entry.Name)]);
    }

    /// <summary>One tensor.</summary>
    public static implicit operator SymbolicGroup(SymbolicTensor tensor) =>
        new([tensor ?? throw new ArgumentNullException(nameof(tensor))]);

    /// <summary>Several tensors in order.</summary>
    public static implicit operator SymbolicGroup(SymbolicTensor[] tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return new SymbolicGroup([.. tensors]);
    }

    /// <summary>Several tensors in order.</summary>
    public static implicit operator SymbolicGroup(List<SymbolicTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return new SymbolicGroup([.. tensors]);
    }

    /// <summary>Several tensors by name.</summary>
    public static implicit operator SymbolicGroup(Dictionary<string, SymbolicTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return Named([.. tensors.Select(entry => (entry.Key, entry.Value))]);
    }

    /// <summary>Two tensors in order.</summary>
    public static implicit operator SymbolicGroup((SymbolicTensor First, SymbolicTensor Second) tensors) =>
        new([tensors.First, tensors.Second]);

    /// <summary>Three tensors in order.</summary>
    public static implicit operator SymbolicGroup((SymbolicTensor First, SymbolicTensor Second, SymbolicTensor Third) tensors) =>
        new([tensors.First, tensors.Second, tensors.Third]);

    // F# takes a conversion only from exactly the type that it has: from inputs as such, and from tuples that are objects.

    /// <summary>One input.</summary>
    public static implicit operator SymbolicGroup(Input input) =>
        new([input ?? throw new ArgumentNullException(nameof(input))]);

    /// <summary>Several inputs in order.</summary>
    public static implicit operator SymbolicGroup(Input[] inputs) => (SymbolicTensor[])inputs;

    /// <summary>Two inputs in order.</summary>
    public static implicit operator SymbolicGroup(Tuple<Input, Input> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return (inputs.Item1, inputs.Item2);
    }

    /// <summary>Two tensors in order.</summary>
    public static implicit operator SymbolicGroup(Tuple<SymbolicTensor, SymbolicTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return (tensors.Item1, tensors.Item2);
    }

    /// <summary>Enumerates the tensors.</summary>
    public IEnumerator<SymbolicTensor> GetEnumerator() => ((IEnumerable<SymbolicTensor>)_tensors).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Names and shapes.</summary>
    public override string ToString() =>
        string.Join(", ", _tensors.Select((tensor, i) => $"{_names?[i] ?? tensor.Name} {tensor.Shape}"));

    private static void RequireTensor(SymbolicTensor? tensor, string argument)
    {
        if (tensor is null) throw new ArgumentException("SymbolicGroup: expected a tensor in every place but one is null.", argument);
    }
}
