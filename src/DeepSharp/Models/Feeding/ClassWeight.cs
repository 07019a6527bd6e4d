using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>
/// How much samples count by their class; a class that is not named counts once. A dictionary converts by itself.
/// </summary>
/// <remarks>Weights are finite and rounded to floats.</remarks>
/// <example><code>
/// model.Fit(x, y, classWeight: new() { [0] = 1, [1] = 9.5 });
/// model.Fit(x, y, classWeight: new Dictionary&lt;int, double&gt; { [1] = 9.5 });
/// model.Fit(x, y, classWeight: new(weights));   // IReadOnlyDictionary&lt;int, float&gt; weights, or any other pairs
/// </code></example>
[CollectionBuilder(typeof(ClassWeight), nameof(Create))]
public sealed class ClassWeight : IReadOnlyCollection<KeyValuePair<int, double>>
{
    private readonly Dictionary<int, float> _weights = [];

    /// <summary>No classes yet: every class counts once.</summary>
    public ClassWeight()
    {
    }

    /// <summary>A copy of what a dictionary of any kind says.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not finite.</exception>
    public ClassWeight(IEnumerable<KeyValuePair<int, double>> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        foreach ((int label, double weight) in weights) Set(label, weight);
    }

    /// <inheritdoc cref="ClassWeight(IEnumerable{KeyValuePair{int, double}})"/>
    public ClassWeight(IEnumerable<KeyValuePair<int, float>> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        foreach ((int label, float weight) in weights) Set(label, weight);
    }

    /// <summary>The number of classes that are named.</summary>
    public int Count => _weights.Count;

    /// <summary>The weight of a class: 1 if it is not named. Set it before the weights are given to a model.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not finite.</exception>
    public double this[int label]
    {
        get => _weights.TryGetValue(label, out float weight) ? WrittenNumber.Of(weight) : 1;
        set => Set(label, value);
    }

    /// <summary>The weights by class; of a class that is named twice the last one counts.</summary>
    internal IReadOnlyDictionary<int, float> Floats => _weights;

    /// <summary>The weights as they are now, for a run that may outlast changes.</summary>
    internal IReadOnlyDictionary<int, float> Copy() => new Dictionary<int, float>(_weights);

    /// <summary>Weights of classes; what <c>[new(0, 1), new(1, 9.5)]</c> makes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not finite.</exception>
    public static ClassWeight Create(ReadOnlySpan<KeyValuePair<int, double>> weights)
    {
        var made = new ClassWeight();
        foreach ((int label, double weight) in weights) made.Set(label, weight);
        return made;
    }

    /// <summary>Weights of classes; null stays null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A weight is not finite.</exception>
    [return: NotNullIfNotNull(nameof(weights))]
    public static implicit operator ClassWeight?(Dictionary<int, double>? weights) => weights is null ? null : new(weights);

    /// <inheritdoc cref="op_Implicit(Dictionary{int, double})"/>
    [return: NotNullIfNotNull(nameof(weights))]
    public static implicit operator ClassWeight?(Dictionary<int, float>? weights) => weights is null ? null : new(weights);

    /// <summary>Enumerates classes and their weights.</summary>
    public IEnumerator<KeyValuePair<int, double>> GetEnumerator() =>
        _weights.Select(pair => KeyValuePair.Create(pair.Key, WrittenNumber.Of(pair.Value))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Set(int label, double weight) => _weights[label] = float.IsFinite((float)weight)
        ? (float)weight
        : throw OptionNumber.Refused("classWeight", weight, $"the weight of class {label} to be a finite number", "classWeight");
}
