using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record LearningRateSchedule
{
    /// <summary>The same as <c>new PiecewiseConstantDecay(...)</c>, where the parameters are described.</summary>
    public static PiecewiseConstantDecay PiecewiseConstantDecay(
        ReadOnlySpan<int> boundaries, ReadOnlySpan<double> values, string name = "PiecewiseConstant") => new(
            boundaries, values, name);
}

/// <summary>A rate that changes at given steps and is constant in between.</summary>
/// <example><code>
/// // 0.1 for steps 0 to 1000, 0.05 for 1001 to 5000, 0.01 from then on
/// new SGD(new PiecewiseConstantDecay([1000, 5000], [0.1, 0.05, 0.01]))
/// </code></example>
public sealed record PiecewiseConstantDecay : LearningRateSchedule
{
    private readonly int[] _boundaries;
    private readonly double[] _values;

    /// <summary>Sets the parameters.</summary>
    /// <param name="boundaries">The last step of each piece but the last, rising.</param>
    /// <param name="values">The rate of each piece: one more than boundaries.</param>
    /// <param name="name">Kept in the config.</param>
    /// <exception cref="ArgumentException">The boundaries do not rise, or the values are not one more.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative or not finite.</exception>
    public PiecewiseConstantDecay(ReadOnlySpan<int> boundaries, ReadOnlySpan<float> values, string name = "PiecewiseConstant")
        : this(boundaries, NetArrays.Widen(values), name)
    {
    }

    /// <summary>Sets the parameters.</summary>
    /// <param name="boundaries">The last step of each piece but the last, rising.</param>
    /// <param name="values">The rate of each piece: one more than boundaries.</param>
    /// <param name="name">Kept in the config.</param>
    /// <exception cref="ArgumentException">The boundaries do not rise, or the values are not one more.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative or not finite.</exception>
    public PiecewiseConstantDecay(ReadOnlySpan<int> boundaries, ReadOnlySpan<double> values, string name = "PiecewiseConstant")
    {
        if (values.Length != boundaries.Length + 1)
        {
            throw new ArgumentException(
                $"PiecewiseConstantDecay: expected a value more than boundaries but got {values.Length} values, " +
                $"{boundaries.Length} boundaries.",
                nameof(values));
        }

        for (int i = 1; i < boundaries.Length; i++)
        {
            if (boundaries[i] > boundaries[i - 1]) continue;
            throw new ArgumentException(
                $"PiecewiseConstantDecay: expected rising boundaries but got {string.Join(", ", boundaries.ToArray())}.",
                nameof(boundaries));
        }

        _values = new double[values.Length];
        for (int i = 0; i < values.Length; i++) _values[i] = Rate(values[i], nameof(values));
        (_boundaries, Name) = (boundaries.ToArray(), name);
    }

    /// <summary>The last step of each piece but the last.</summary>
    public IReadOnlyList<int> Boundaries => _boundaries;

    /// <summary>The rate of each piece.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Kept in the config.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        int piece = 0;
        while (piece < _boundaries.Length && step > _boundaries[piece]) piece++;
        return _values[piece];
    }

    /// <summary>Whether boundaries, values and names are equal.</summary>
    public bool Equals(PiecewiseConstantDecay? other) =>
        other is not null && Name == other.Name && _boundaries.SequenceEqual(other._boundaries) && _values.SequenceEqual(other._values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, _boundaries.Length, _values[0], _values[^1]);

    internal static PiecewiseConstantDecay Read(ConfigReader reader) => new(
        reader.Ints("boundaries"), reader.Floats("values"), reader.String("name", "PiecewiseConstant")!);

    /// <inheritdoc/>
    protected override JsonObject GetConfig() => new()
    {
        ["boundaries"] = new JsonArray([.. _boundaries.Select(boundary => (JsonNode)boundary)]),
        ["values"] = new JsonArray([.. _values.Select(value => (JsonNode)(float)value)]),
        ["name"] = Name,
    };
}
