using System.Collections;

namespace DeepSharp;

/// <summary>What a model with several outputs predicts: a tensor for each, in order and by name.</summary>
/// <remarks>
/// The names are those that losses and metrics go by: the keys where the model was made of a dictionary of outputs, else the names of the
/// layers that the outputs come from.
/// </remarks>
/// <example><code>
/// TensorGroup outputs = model.PredictAll(images);
/// Tensor boxes = outputs["boxes"];
/// (Tensor classes, Tensor sameBoxes) = outputs;
/// </code></example>
public sealed class TensorGroup : IReadOnlyList<Tensor>
{
    private readonly Tensor[] _tensors;
    private readonly string[] _names;

    internal TensorGroup(Tensor[] tensors, string[] names) => (_tensors, _names) = (tensors, names);

    /// <summary>The number of outputs.</summary>
    public int Count => _tensors.Length;

    /// <summary>The names of the outputs, in order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The output at a place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public Tensor this[int index] => (uint)index < (uint)_tensors.Length
        ? _tensors[index]
        : throw new ArgumentOutOfRangeException(
            nameof(index), $"TensorGroup: expected an output from 0 to {_tensors.Length - 1} but got {index}.");

    /// <summary>The output of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such output; the message lists those that exist.</exception>
    public Tensor this[string name] => Array.IndexOf(_names, name) is var index and >= 0
        ? _tensors[index]
        : throw new KeyNotFoundException($"TensorGroup: no output named '{name}'. Available: {string.Join(", ", _names)}.");

    /// <summary>Takes two outputs apart.</summary>
    /// <exception cref="InvalidOperationException">There are more or fewer.</exception>
    public void Deconstruct(out Tensor first, out Tensor second)
    {
        RequireCount(2);
        (first, second) = (_tensors[0], _tensors[1]);
    }

    /// <summary>Takes three outputs apart.</summary>
    /// <exception cref="InvalidOperationException">There are more or fewer.</exception>
    public void Deconstruct(out Tensor first, out Tensor second, out Tensor third)
    {
        RequireCount(3);
        (first, second, third) = (_tensors[0], _tensors[1], _tensors[2]);
    }

    /// <summary>The outputs by name.</summary>
    public Dictionary<string, Tensor> ToDictionary() => _names.Zip(_tensors).ToDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>Enumerates the outputs.</summary>
    public IEnumerator<Tensor> GetEnumerator() => ((IEnumerable<Tensor>)_tensors).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Names and shapes: <c>classes (100, 10), boxes (100, 4)</c>.</summary>
    public override string ToString() => string.Join(", ", _names.Zip(_tensors, (name, tensor) => $"{name} {tensor.Shape}"));

    private void RequireCount(int count)
    {
        if (_tensors.Length == count) return;
        throw new InvalidOperationException(
            $"TensorGroup: expected {count} outputs to take apart, but there are {_tensors.Length}: {string.Join(", ", _names)}.");
    }
}
