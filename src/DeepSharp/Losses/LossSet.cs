using System.Collections;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>
/// What <c>Compile</c> takes as losses: one for every output, one for each output in order, or by the names of the outputs.
/// </summary>
/// <example><code>
/// model.Compile("adam", "mse");
/// model.Compile("adam", ["sparse_categorical_crossentropy", "mse"]);
/// model.Compile("adam", new() { ["classes"] = "sparse_categorical_crossentropy", ["boxes"] = Loss.Huber() });
/// </code></example>
[CollectionBuilder(typeof(LossSet), nameof(Create))]
public sealed class LossSet : IReadOnlyList<Loss?>
{
    private Loss?[] _losses;
    private string[]? _names;

    /// <summary>One loss for each output; none for what is filled by their names, <c>new() { ["boxes"] = "mse" }</c>.</summary>
    public LossSet(params Loss?[] losses)
        : this([.. losses ?? throw new ArgumentNullException(nameof(losses))], null, isSingle: false)
    {
    }

    private LossSet(Loss?[] losses, string[]? names, bool isSingle) => (_losses, _names, IsSingle) = (losses, names, isSingle);

    /// <summary>Whether this is one loss, for every output.</summary>
    public bool IsSingle { get; }

    /// <summary>The names of the outputs, in the order of the losses; null where they go by their order.</summary>
    public IReadOnlyList<string>? Names => _names;

    /// <summary>The number of losses.</summary>
    public int Count => _losses.Length;

    /// <summary>The loss at a place; null for an output that has none.</summary>
    public Loss? this[int index] => _losses[index];

    /// <summary>The loss of the output of a name; null for none. Set it before the set is given to <c>Compile</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such name; the message lists those that exist.</exception>
    /// <exception cref="InvalidOperationException">One is set where there are losses without names already.</exception>
    public Loss? this[string output]
    {
        get => NamedEntries.Get("LossSet", _names, _losses, output);
        set => NamedEntries.Set("LossSet", ref _names, ref _losses, output, value);
    }

    /// <summary>One loss for each output, null for one without; what <c>["mse", "mae"]</c> makes.</summary>
    public static LossSet Create(ReadOnlySpan<Loss?> losses) => new(losses.ToArray(), null, isSingle: false);

    /// <summary>One loss for every output.</summary>
    public static implicit operator LossSet(Loss loss) =>
        new([loss ?? throw new ArgumentNullException(nameof(loss))], null, isSingle: true);

    /// <summary>One loss for every output, by Keras's name.</summary>
    /// <exception cref="ArgumentException">There is no such loss; the message lists those that exist.</exception>
    public static implicit operator LossSet(string name) => new([name], null, isSingle: true);

    /// <summary>One loss for each output.</summary>
    public static implicit operator LossSet(Loss[] losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        return new LossSet([.. losses], null, isSingle: false);
    }

    /// <summary>One loss for each output, by Keras's names.</summary>
    /// <exception cref="ArgumentException">There is no such loss; the message lists those that exist.</exception>
    public static implicit operator LossSet(string[] names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return new LossSet([.. names.Select(name => (Loss)name)], null, isSingle: false);
    }

    /// <summary>Losses by the names of the outputs. An output that is not named has none.</summary>
    public static implicit operator LossSet(Dictionary<string, Loss> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        return new LossSet([.. losses.Values], [.. losses.Keys], isSingle: false);
    }

    /// <summary>Losses by the names of the outputs, and by Keras's names of the losses.</summary>
    /// <exception cref="ArgumentException">There is no such loss; the message lists those that exist.</exception>
    public static implicit operator LossSet(Dictionary<string, string> losses)
    {
        ArgumentNullException.ThrowIfNull(losses);
        return new LossSet([.. losses.Values.Select(name => (Loss)name)], [.. losses.Keys], isSingle: false);
    }

    /// <summary>Enumerates the losses.</summary>
    public IEnumerator<Loss?> GetEnumerator() => ((IEnumerable<Loss?>)_losses).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The loss of each output.</summary>
    /// <exception cref="ArgumentException">There are more or fewer than outputs, or a name is no output's.</exception>
    internal Loss?[] For(IReadOnlyList<string> outputs)
    {
        if (IsSingle) return [.. outputs.Select(_ => _losses[0])];
        int[] places = OutputPlaces.Of("loss", _losses.Length, _names, outputs);
        return [.. places.Select(place => place < 0 ? null : _losses[place])];
    }
}
