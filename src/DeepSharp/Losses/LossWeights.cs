using System.Collections;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>
/// How much the loss of each output counts in the sum that training makes small: one number an output, in order or by name.
/// </summary>
/// <example><code>
/// model.Compile("adam", ["mse", "mse"], lossWeights: [1, 0.2]);
/// model.Compile("adam", "mse", lossWeights: new() { ["price"] = 1, ["date"] = 0.2 });
/// </code></example>
[CollectionBuilder(typeof(LossWeights), nameof(Create))]
public sealed class LossWeights : IReadOnlyList<double>
{
    private float[] _weights;
    private string[]? _names;

    /// <summary>One weight for each output; none for what is filled by their names, <c>new() { ["price"] = 0.2 }</c>.</summary>
    /// <exception cref="ArgumentException">One is not finite.</exception>
    public LossWeights(params double[] weights)
        : this(weights ?? throw new ArgumentNullException(nameof(weights)), null)
    {
    }

    private LossWeights(ReadOnlySpan<double> weights, string[]? names)
    {
        _weights = new float[weights.Length];
        for (int i = 0; i < _weights.Length; i++) _weights[i] = Checked(weights[i], nameof(weights));
        _names = names;
    }

    /// <summary>The names of the outputs, in the order of the weights; null where they go by their order.</summary>
    public IReadOnlyList<string>? Names => _names;

    /// <summary>The number of weights.</summary>
    public int Count => _weights.Length;

    /// <summary>The weight at a place.</summary>
    public double this[int index] => WrittenNumber.Of(_weights[index]);

    /// <summary>The weight of the output of a name. Set it before the weights are given to <c>Compile</c>.</summary>
    /// <exception cref="ArgumentException">What is set is not finite.</exception>
    /// <exception cref="KeyNotFoundException">There is no such name; the message lists those that exist.</exception>
    /// <exception cref="InvalidOperationException">One is set where there are weights without names already.</exception>
    public double this[string output]
    {
        get => WrittenNumber.Of(NamedEntries.Get("LossWeights", _names, _weights, output));
        set => NamedEntries.Set("LossWeights", ref _names, ref _weights, output, Checked(value, nameof(value)));
    }

    /// <summary>One weight for each output; what <c>[1, 0.2]</c> makes.</summary>
    /// <exception cref="ArgumentException">One is not finite.</exception>
    public static LossWeights Create(ReadOnlySpan<double> weights) => new(weights, null);

    /// <summary>The weight of the only output.</summary>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public static implicit operator LossWeights(double weight) => new([weight], null);

    /// <summary>One weight for each output.</summary>
    /// <exception cref="ArgumentException">One is not finite.</exception>
    public static implicit operator LossWeights(float[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new LossWeights(NetArrays.Widen(weights), null);
    }

    /// <summary>One weight for each output.</summary>
    /// <exception cref="ArgumentException">One is not finite.</exception>
    public static implicit operator LossWeights(double[] weights) => Create(weights);

    /// <summary>Weights by the names of the outputs. One that is not named counts once.</summary>
    /// <exception cref="ArgumentException">One is not finite.</exception>
    public static implicit operator LossWeights(Dictionary<string, float> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new LossWeights(NetArrays.Widen([.. weights.Values]), [.. weights.Keys]);
    }

    /// <summary>Weights by the names of the outputs. One that is not named counts once.</summary>
    /// <exception cref="ArgumentException">One is not finite.</exception>
    public static implicit operator LossWeights(Dictionary<string, double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new LossWeights([.. weights.Values], [.. weights.Keys]);
    }

    /// <summary>Enumerates the weights.</summary>
    public IEnumerator<double> GetEnumerator() => _weights.Select(weight => WrittenNumber.Of(weight)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The weight of each output.</summary>
    /// <exception cref="ArgumentException">There are more or fewer than outputs, or a name is no output's.</exception>
    internal float[] For(IReadOnlyList<string> outputs) =>
        [.. OutputPlaces.Of("lossWeights", _weights.Length, _names, outputs).Select(place => place < 0 ? 1f : _weights[place])];

    private static float Checked(double weight, string argument) =>
        OptionNumber.Where(true, "Compile, lossWeights", weight, "finite numbers", argument);
}
