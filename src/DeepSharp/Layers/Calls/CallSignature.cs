using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>What a layer's call may be given: its arguments in Keras's order, which is that of tensors without a name.</summary>
/// <example><code>
/// // call(sequences, initial_state=None, mask=None, training=False)
/// new CallSignature(
///     CallArgument.Tensor("sequences"), CallArgument.OptionalTensors("initial_state"), CallArgument.Mask("mask", of: "sequences"),
///     CallArgument.Training)
/// </code></example>
public sealed class CallSignature
{
    private readonly CallArgument[] _arguments;
    private CallForm?[] _plain = [];

    /// <summary>The arguments in order.</summary>
    /// <exception cref="ArgumentException">Two have one name, a mask is for none of them, or none holds tensors.</exception>
    public CallSignature(params ReadOnlySpan<CallArgument> arguments)
    {
        _arguments = arguments.ToArray();
        for (int i = 0; i < _arguments.Length; i++)
        {
            CallArgument argument = _arguments[i];
            ArgumentNullException.ThrowIfNull(argument, nameof(arguments));
            if (IndexOf(argument.Name) < i)
            {
                throw new ArgumentException($"CallSignature: expected different names but '{argument}' is there twice.", nameof(arguments));
            }

            if (argument.Of is { } of && (IndexOf(of) < 0 || !_arguments[IndexOf(of)].HoldsTensors))
            {
                throw new ArgumentException(
                    $"CallSignature: expected the mask '{argument}' to be for one of the tensors but it is for '{of}'. Arguments: {this}.",
                    nameof(arguments));
            }
        }

        if (!Array.Exists(_arguments, argument => argument.HoldsTensors))
        {
            throw new ArgumentException(
                $"CallSignature: expected an argument that holds tensors, such as CallArgument.Tensor(\"inputs\"), but there is none. " +
                $"Arguments: {this}.", nameof(arguments));
        }

        Least = Math.Max(1, _arguments.Count(argument => argument.HoldsTensors && argument.IsRequired));
        bool hasAny = Array.Exists(_arguments, argument => argument.Kind == CallArgumentKind.Tensors);
        Most = hasAny ? int.MaxValue : _arguments.Count(argument => argument.HoldsTensors);
    }

    /// <inheritdoc cref="CallSignature(ReadOnlySpan{CallArgument})"/>
    [OverloadResolutionPriority(-1)]
    public CallSignature(params CallArgument[] arguments)
        : this((ReadOnlySpan<CallArgument>)arguments)
    {
    }

    /// <summary>One tensor, <c>inputs</c>, and <c>training</c>.</summary>
    public static CallSignature OneInput { get; } = new(CallArgument.Tensor("inputs"), CallArgument.Training);

    /// <summary>One tensor, <c>inputs</c>, a <c>mask</c> for it, and <c>training</c>.</summary>
    public static CallSignature OneMaskedInput { get; } =
        new(CallArgument.Tensor("inputs"), CallArgument.Training, CallArgument.Mask("mask", of: "inputs"));

    /// <summary>One tensor or more, <c>inputs</c>, and <c>training</c>.</summary>
    public static CallSignature AnyInputs { get; } = new(CallArgument.Tensors("inputs"), CallArgument.Training);

    /// <summary>One tensor or more, <c>inputs</c>, <c>training</c>, and a <c>mask</c> for each of them.</summary>
    public static CallSignature AnyMaskedInputs { get; } =
        new(CallArgument.Tensors("inputs"), CallArgument.Training, CallArgument.Mask("mask", of: "inputs"));

    /// <summary>The arguments in order.</summary>
    public IReadOnlyList<CallArgument> Arguments => _arguments;

    /// <summary>Whether a call may give a mask.</summary>
    internal bool TakesMask => Array.Exists(_arguments, argument => argument.Kind == CallArgumentKind.Mask);

    /// <summary>Fewest tensors of a call.</summary>
    internal int Least { get; }

    /// <summary>Most tensors of a call.</summary>
    internal int Most { get; }

    /// <summary>The place of an argument; -1 if there is none of that name.</summary>
    internal int IndexOf(string name)
    {
        for (int i = 0; i < _arguments.Length; i++)
        {
            if (_arguments[i]?.Name == name) return i;
        }

        return -1;
    }

    /// <summary>The first argument that holds tensors, at or behind a place; -1 if there is none.</summary>
    internal int NextTensors(int from)
    {
        for (int i = from; i < _arguments.Length; i++)
        {
            if (_arguments[i].HoldsTensors) return i;
        }

        return -1;
    }

    /// <summary>
    /// The form of a call with tensors alone: they go to the arguments in order, and the first that holds any number of them takes the
    /// rest.
    /// </summary>
    internal CallForm Plain(int operands)
    {
        CallForm?[] known = _plain;
        if (operands < known.Length && known[operands] is { } form) return form;
        return AddPlain(operands);
    }

    // Replaced, never changed: several threads may come at once. Calls of very many tensors are not kept.
    private CallForm AddPlain(int operands)
    {
        CallForm form = CallForm.InOrder(this, operands);
        if (operands > 64) return form;
        var known = new CallForm?[Math.Max(_plain.Length, operands + 1)];
        _plain.CopyTo(known, 0);
        known[operands] = form;
        _plain = known;
        return form;
    }

    /// <summary>The names in order.</summary>
    public override string ToString() => string.Join(", ", _arguments.Select(argument => argument?.Name));
}
