namespace DeepSharp;

/// <summary>What one call of a layer was given: tensors in order and by name, plain values, and whether to act as in training.</summary>
/// <remarks>
/// Of tensors each carries its <see cref="Tensor.Mask"/>, also one that the call gave by name. With <see cref="Shape"/> for T it is what
/// the layer is built for and what its output shapes depend on.
/// </remarks>
/// <typeparam name="T"><see cref="Tensor"/> or <see cref="Shape"/>.</typeparam>
/// <example><code>
/// protected override void Call(in CallInputs&lt;Tensor&gt; call, Span&lt;Tensor&gt; outputs)
/// {
///     Tensor query = call["query"], value = call["value"];
///     Tensor key = call.Find("key", out Tensor given) ? given : value;
///     bool isCausal = call.Flag("use_causal_mask");
///     ...
/// }
/// </code></example>
public readonly ref struct CallInputs<T>
{
    private readonly CallForm _form;

    internal CallInputs(CallForm form, ReadOnlySpan<T> inputs, bool training = false)
    {
        _form = form;
        Inputs = inputs;
        Training = training;
    }

    /// <summary>All tensors, in the order of the arguments.</summary>
    public ReadOnlySpan<T> Inputs { get; }

    /// <summary>Number of tensors.</summary>
    public int Count => Inputs.Length;

    /// <summary>Whether to act as in training.</summary>
    public bool Training { get; }

    internal CallForm Form => _form;

    /// <summary>The tensor at a place.</summary>
    public T this[int index] => Inputs[index];

    /// <summary>The first tensor of an argument.</summary>
    /// <exception cref="ArgumentException">The signature has no such argument, or the call gave none.</exception>
    public T this[string argument] => Find(argument, out T? value)
        ? value
        : throw new ArgumentException($"expected the call to give '{argument}' but it did not. Ask with Find.", nameof(argument));

    /// <summary>Whether the call gave an argument, and its first tensor.</summary>
    /// <exception cref="ArgumentException">The signature has no such argument.</exception>
    public bool Find(string argument, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T value)
    {
        ReadOnlySpan<T> all = All(argument);
        value = all.IsEmpty ? default : all[0];
        return !all.IsEmpty;
    }

    /// <summary>All tensors of an argument; none where the call gave none.</summary>
    /// <exception cref="ArgumentException">The signature has no such argument.</exception>
    public ReadOnlySpan<T> All(string argument)
    {
        (int start, int count) = _form.RangeOf(Place(argument));
        return Inputs.Slice(start, count);
    }

    /// <summary>Whether a plain value was given and is true.</summary>
    /// <exception cref="ArgumentException">The signature has no such argument.</exception>
    public bool Flag(string argument) => Option(argument) is { IsTrue: true };

    /// <summary>A plain value; null where the call gave none.</summary>
    /// <exception cref="ArgumentException">The signature has no such argument.</exception>
    public CallOption? Option(string argument) => _form.OptionOf(Place(argument));

    private int Place(string argument)
    {
        int place = _form.Signature.IndexOf(argument);
        return place >= 0 ? place : throw new ArgumentException(
            $"expected one of the call's arguments, {_form.Signature}, but got '{argument}'.", nameof(argument));
    }
}
