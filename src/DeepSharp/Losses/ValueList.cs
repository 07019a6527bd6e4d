using System.Collections;

namespace DeepSharp;

/// <summary>A list that is equal to another one with equal values, for the parameters of records.</summary>
internal sealed class ValueList<T>(params ReadOnlySpan<T> values) : IReadOnlyList<T>, IEquatable<ValueList<T>>
    where T : IEquatable<T>
{
    private readonly T[] _values = values.ToArray();

    public int Count => _values.Length;

    public T this[int index] => _values[index];

    /// <summary>The list of an array; null of none.</summary>
    public static ValueList<T>? Of(T[]? values) => values is null ? null : new ValueList<T>(values);

    public bool Equals(ValueList<T>? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (T value in _values) hash.Add(value);
        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
