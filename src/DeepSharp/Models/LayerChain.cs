using System.Collections;

namespace DeepSharp;

/// <summary>
/// The layers of a chain at one moment. Those with one more or one less are other objects, which share the memory: who reads these on
/// another thread sees no change, and adding thousands one by one copies none of them again.
/// </summary>
internal sealed class LayerChain : IReadOnlyList<Layer>
{
    private readonly Layer?[] _layers;

    private LayerChain(Layer?[] layers, int count) => (_layers, Count) = (layers, count);

    /// <summary>No layers.</summary>
    public static LayerChain Empty { get; } = new([], 0);

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Layer this[int index] => index < Count ? _layers[index]! : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>These and one more. One thread at a time.</summary>
    public LayerChain With(Layer layer)
    {
        Layer?[] layers = _layers;

        // A place that was filled before belongs to those who saw it so.
        if (Count == layers.Length || layers[Count] is not null)
        {
            layers = new Layer?[Math.Max(4, 2 * Count)];
            Array.Copy(_layers, layers, Count);
        }

        layers[Count] = layer;
        return new LayerChain(layers, Count + 1);
    }

    /// <summary>These without the last.</summary>
    public LayerChain WithoutLast() => new(_layers, Count - 1);

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return _layers[i]!;
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
