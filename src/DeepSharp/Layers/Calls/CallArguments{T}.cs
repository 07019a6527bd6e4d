using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>The arguments of a layer's call, where it takes more than tensors in order.</summary>
/// <remarks>Names are Keras's. What a layer takes is its <see cref="Layer.Signature"/>.</remarks>
/// <typeparam name="T"><see cref="Tensor"/>, to compute, or <see cref="SymbolicTensor"/>, to describe a model.</typeparam>
/// <example><code>
/// Tensor output = attention.Apply(new CallArguments&lt;Tensor&gt;(query, value)
///     .With("attention_mask", mask).With("use_causal_mask", true));
/// </code></example>
public sealed class CallArguments<T>
    where T : class
{
    private readonly List<T> _inputs = [];
    private readonly List<(string Name, T?[] Tensors)> _named = [];
    private readonly List<(string Name, CallOption Value)> _options = [];
    private bool? _training;

    /// <summary>Tensors in order.</summary>
    /// <exception cref="ArgumentNullException">One is null.</exception>
    public CallArguments(params ReadOnlySpan<T> inputs)
    {
        foreach (T input in inputs) _inputs.Add(input ?? throw new ArgumentNullException(nameof(inputs)));
    }

    /// <inheritdoc cref="CallArguments{T}(ReadOnlySpan{T})"/>
    [OverloadResolutionPriority(-1)]
    public CallArguments(params T[] inputs)
        : this((ReadOnlySpan<T>)inputs)
    {
    }

    /// <summary>Whether the layer acts as in training; null for as the call around it does, or the model.</summary>
    public bool? Training
    {
        get => _training;
        init => _training = value;
    }

    /// <summary>
    /// Adds tensors for an argument. Null for one that a call may have is as if it were not given, and of masks it leaves the tensor with
    /// the one that it carries.
    /// </summary>
    /// <param name="argument">Keras's name, such as <c>initial_state</c>.</param>
    /// <param name="tensors">One, or as many as the argument takes.</param>
    /// <exception cref="ArgumentException">The argument was given already.</exception>
    public CallArguments<T> With(string argument, params ReadOnlySpan<T?> tensors)
    {
        RequireNew(argument);
        _named.Add((argument, tensors.ToArray()));
        return this;
    }

    /// <inheritdoc cref="With(string, ReadOnlySpan{T})"/>
    [OverloadResolutionPriority(-1)]
    public CallArguments<T> With(string argument, params T?[] tensors) => With(argument, (ReadOnlySpan<T?>)tensors);

    /// <summary>
    /// Adds a tensor for an argument. Null for an argument that a call may have, whatever it holds, is as if it were not given.
    /// </summary>
    /// <param name="argument">Keras's name, such as <c>mask</c>.</param>
    /// <param name="tensor">The tensor, or null.</param>
    /// <exception cref="ArgumentException">The argument was given already.</exception>
    [OverloadResolutionPriority(2)]
    public CallArguments<T> With(string argument, T? tensor) => With(argument, [tensor]);

    /// <summary>Adds a plain value; <c>training</c> sets <see cref="Training"/>.</summary>
    /// <param name="argument">Keras's name, such as <c>use_causal_mask</c>.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="ArgumentException">The argument was given already.</exception>
    [OverloadResolutionPriority(1)]
    public CallArguments<T> With(string argument, CallOption value)
    {
        RequireNew(argument);
        if (argument == CallArgument.Training.Name) _training = value.IsTrue;
        else _options.Add((argument, value));
        return this;
    }

    /// <summary>All tensors as the layer takes them, the masks last, and what each is for.</summary>
    /// <exception cref="ArgumentException">The layer has no such argument, or one is missing or of another kind.</exception>
    internal T[] Arrange(Layer layer, out CallForm form)
    {
        CallSignature signature = layer.KnownSignature;
        int count = signature.Arguments.Count;
        var tensors = new T?[]?[count];
        Place(layer, tensors);
        foreach ((string name, T?[] values) in _named) Place(layer, name, values, tensors);
        foreach ((string name, _) in _options) Require(layer, name, CallArgumentKind.Option);

        var options = new CallOption?[count];
        foreach ((string name, CallOption value) in _options) options[signature.IndexOf(name)] = value;
        return Collect(layer, tensors, options, out form);
    }

    // Those in order go to the arguments that hold tensors.
    private void Place(Layer layer, T?[]?[] tensors)
    {
        CallSignature signature = layer.KnownSignature;
        int argument = -1;
        for (int i = 0; i < _inputs.Count;)
        {
            argument = signature.NextTensors(argument + 1);
            if (argument < 0)
            {
                throw new ArgumentException(
                    $"{LayerArguments.Describe(layer)}: expected at most {i} tensor{(i == 1 ? "" : "s")} in order but got " +
                    $"{_inputs.Count}. " +
                    $"Arguments of the call: {signature}.");
            }

            int taken = signature.Arguments[argument].Kind == CallArgumentKind.Tensors ? _inputs.Count - i : 1;
            tensors[argument] = [.. _inputs[i..(i + taken)]];
            i += taken;
        }
    }

    private static void Place(Layer layer, string name, T?[] values, T?[]?[] tensors)
    {
        CallSignature signature = layer.KnownSignature;
        int place = signature.IndexOf(name);
        CallArgumentKind kind = place < 0 ? CallArgumentKind.Tensor : signature.Arguments[place].Kind;

        // None, as Python has it.
        if (values is [null] && place >= 0 && !signature.Arguments[place].IsRequired) return;
        bool fits = kind switch
        {
            CallArgumentKind.Tensor => place >= 0 && values is [not null],
            CallArgumentKind.Tensors => values.All(value => value is not null),
            CallArgumentKind.Mask => values.Length > 0,
            _ => false,
        };
        if (fits && tensors[place] is null)
        {
            tensors[place] = values;
            return;
        }

        if (place < 0) throw Unknown(layer, name);
        string what = tensors[place] is not null ? "is among the tensors in order already"
            : kind == CallArgumentKind.Tensor && values is [null] ? "takes one tensor, not null; leave it out for none"
            : kind == CallArgumentKind.Tensor ? $"takes one tensor, not {values.Length}"
            : kind == CallArgumentKind.Tensors ? "takes no null" : kind == CallArgumentKind.Mask ? "takes a mask" : "takes no tensors";
        throw new ArgumentException(
            $"{LayerArguments.Describe(layer)}: '{name}' {what}. Arguments of the call: {signature}.");
    }

    private static void Require(Layer layer, string name, CallArgumentKind kind)
    {
        int place = layer.KnownSignature.IndexOf(name);
        if (place < 0) throw Unknown(layer, name);
        if (layer.KnownSignature.Arguments[place].Kind == kind) return;
        throw new ArgumentException(
            $"{LayerArguments.Describe(layer)}: '{name}' takes no plain value. Arguments of the call: {layer.KnownSignature}.");
    }

    private static ArgumentException Unknown(Layer layer, string name)
    {
        string hint = NearestName.Hint(name, layer.KnownSignature.Arguments.Select(argument => argument.Name));
        return new(
            $"{LayerArguments.Describe(layer)}: '{name}' is none of its arguments. {hint}Arguments of the call: {layer.KnownSignature}.");
    }

    private T[] Collect(Layer layer, T?[]?[] tensors, CallOption?[] options, out CallForm form)
    {
        CallSignature signature = layer.KnownSignature;
        int[] counts = new int[tensors.Length];
        var all = new List<T>();
        for (int i = 0; i < counts.Length; i++)
        {
            CallArgument argument = signature.Arguments[i];
            if (!argument.HoldsTensors) continue;
            T?[] given = tensors[i] ?? [];
            if (argument.IsRequired && given.Length == 0)
            {
                throw new ArgumentException(
                    $"{LayerArguments.Describe(layer)}: expected a call with '{argument}' but it is missing. Arguments: {signature}.");
            }

            counts[i] = given.Length;
            all.AddRange(given!);
        }

        int operands = all.Count;
        var targets = new List<int>();
        for (int i = 0; i < counts.Length; i++)
        {
            if (tensors[i] is not { } masks || signature.Arguments[i] is not { Kind: CallArgumentKind.Mask, Of: { } of } argument) continue;
            int target = signature.IndexOf(of), start = counts.AsSpan(0, target).ToArray().Sum();
            if (masks.Length > counts[target])
            {
                throw new ArgumentException(
                    $"{LayerArguments.Describe(layer)}: expected at most {counts[target]} masks in '{argument}', one for each tensor of " +
                    $"'{of}', but got {masks.Length}.");
            }

            for (int j = 0; j < masks.Length; j++)
            {
                if (masks[j] is not { } mask) continue;
                all.Add(mask);
                targets.Add(start + j);
            }
        }

        form = CallForm.Create(signature, counts, options, [.. targets], Training);
        layer.RequireOperands(operands);
        return [.. all];
    }

    private void RequireNew(string argument)
    {
        ArgumentException.ThrowIfNullOrEmpty(argument);
        if (_named.Any(entry => entry.Name == argument) || _options.Any(entry => entry.Name == argument))
        {
            throw new ArgumentException($"CallArguments: expected '{argument}' once but it was given already.", nameof(argument));
        }
    }
}
