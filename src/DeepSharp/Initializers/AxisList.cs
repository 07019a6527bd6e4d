using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Axes of a weight, compared by value.</summary>
internal sealed class AxisList(int[] axes) : IEquatable<AxisList>
{
    private readonly int[] _axes = axes;

    /// <summary>Reads a list of axes, or one; null where there is none.</summary>
    public static AxisList? Read(ConfigReader reader, string key) => reader.Has(key) ? new AxisList(reader.OneOrMoreInts(key, 0)) : null;

    /// <summary>The product of the lengths of the axes.</summary>
    /// <exception cref="ShapeException">The weight has no such axis.</exception>
    public double Lengths(Shape shape)
    {
        double product = 1;
        foreach (int axis in _axes) product *= shape[axis];
        return product;
    }

    /// <summary>As Keras writes it.</summary>
    public JsonNode ToConfig() => ConfigSchema.Ints(_axes);

    /// <inheritdoc/>
    public bool Equals(AxisList? other) => other is not null && _axes.AsSpan().SequenceEqual(other._axes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AxisList);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int axis in _axes) hash.Add(axis);
        return hash.ToHashCode();
    }
}
