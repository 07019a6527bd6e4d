using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>Above which predictions count as yes: one number, or several, each of which has a result.</summary>
/// <remarks>Both convert by themselves, so that metrics take either.</remarks>
/// <example><code>
/// Metric.Precision(0.3)
/// Metric.Precision([0.3, 0.5, 0.8])
/// </code></example>
[CollectionBuilder(typeof(Thresholds), nameof(From))]
public sealed class Thresholds : IEnumerable<double>
{
    private readonly double[] _values;

    private Thresholds(double[] values, bool isOne) => (_values, IsOne) = (values, isOne);

    /// <summary>The numbers.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Whether it was one number, not a list.</summary>
    internal bool IsOne { get; }

    /// <summary>Several numbers.</summary>
    public static Thresholds From(params ReadOnlySpan<double> values) => new([.. values], isOne: false);

    /// <summary>Several numbers in an array, as F# hands them over.</summary>
    [OverloadResolutionPriority(-1)]
    public static Thresholds From(params double[] values) => values;

    /// <summary>One number.</summary>
    public static implicit operator Thresholds(double value) => new([value], isOne: true);

    /// <summary>Several numbers.</summary>
    public static implicit operator Thresholds(double[] values) =>
        new([.. values ?? throw new ArgumentNullException(nameof(values))], isOne: false);

    IEnumerator<double> IEnumerable<double>.GetEnumerator() => Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Values.GetEnumerator();

    /// <summary>The numbers, as they are written.</summary>
    public override string ToString() => string.Join(", ", Values);

    /// <summary>As floats, checked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not from 0 to 1.</exception>
    /// <exception cref="ArgumentException">There are none.</exception>
    internal float[] Checked(string owner)
    {
        if (Values.Count == 0) throw new ArgumentException($"{owner}: expected one threshold or more but got none.", "thresholds");
        return
        [
            .. Values.Select(value => OptionNumber.Where(
                (float)value is >= 0 and <= 1, owner, value, "thresholds from 0 to 1", "thresholds")),
        ];
    }

    internal static Thresholds? Read(ConfigReader reader, string key) => reader.Node(key) switch
    {
        null => null,
        JsonArray => Array.ConvertAll(reader.Floats(key), value => (double)value),
        _ => (double)reader.Float(key),
    };

    internal JsonNode? ToConfig() => IsOne ? (float)_values[0] : new JsonArray([.. Values.Select(value => (JsonNode)(float)value)]);
}
