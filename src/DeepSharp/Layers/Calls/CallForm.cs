namespace DeepSharp;

/// <summary>
/// How a call is made, apart from the tensors: which of them is for which argument, which are masks, and the plain values. The tensors are
/// one list: those of the arguments, in the order of the signature, and behind them the masks.
/// </summary>
internal sealed class CallForm
{
    private readonly int[] _starts;
    private readonly CallOption?[] _options;

    private CallForm(CallSignature signature, int[] starts, CallOption?[] options, int[] maskTargets, bool? training)
    {
        (Signature, _starts, _options, MaskTargets, Training) = (signature, starts, options, maskTargets, training);
        IsInOrder = Array.TrueForAll(options, option => option is null)
            && starts.AsSpan().SequenceEqual(StartsInOrder(signature, OperandCount));
    }

    public CallSignature Signature { get; }

    /// <summary>Number of tensors without the masks.</summary>
    public int OperandCount => _starts[^1];

    /// <summary>For each of the masks, which are the last tensors, the tensor that it is for.</summary>
    public int[] MaskTargets { get; }

    /// <summary>Whether the call always acts as in training, or never; null for as the model around it does.</summary>
    public bool? Training { get; }

    /// <summary>Whether the tensors are as they would be without names, and there are no plain values.</summary>
    public bool IsInOrder { get; }

    /// <summary>Whether there is nothing but tensors in order.</summary>
    public bool IsPlain => IsInOrder && MaskTargets.Length == 0 && Training is null;

    /// <summary>Tensors without names or anything else.</summary>
    public static CallForm InOrder(CallSignature signature, int operands) =>
        new(signature, StartsInOrder(signature, operands), new CallOption?[signature.Arguments.Count], [], null);

    /// <summary>The form of a call whose arguments have so many tensors each.</summary>
    public static CallForm Create(
        CallSignature signature, ReadOnlySpan<int> counts, CallOption?[] options, int[] maskTargets, bool? training)
    {
        int[] starts = new int[counts.Length + 1];
        for (int i = 0; i < counts.Length; i++) starts[i + 1] = starts[i] + counts[i];
        return new CallForm(signature, starts, options, maskTargets, training);
    }

    /// <summary>The same with a mask for the first tensor, or a fixed way to act.</summary>
    public CallForm With(bool maskOfFirst, bool? training) =>
        maskOfFirst || training is not null ? new(Signature, _starts, _options, maskOfFirst ? [0] : [], training) : this;

    /// <summary>Whether another call is made in the same way, with the same plain values.</summary>
    public bool IsSameAs(CallForm other) => other == this || (other.Signature == Signature && other.Training == Training
        && other._starts.AsSpan().SequenceEqual(_starts) && other._options.AsSpan().SequenceEqual(_options)
        && other.MaskTargets.AsSpan().SequenceEqual(MaskTargets));

    /// <summary>Where the tensors of an argument are.</summary>
    public (int Start, int Count) RangeOf(int argument) => (_starts[argument], _starts[argument + 1] - _starts[argument]);

    /// <summary>The plain value of an argument; null if the call has none.</summary>
    public CallOption? OptionOf(int argument) => _options[argument];

    private static int[] StartsInOrder(CallSignature signature, int operands)
    {
        int count = signature.Arguments.Count, left = operands;
        int[] starts = new int[count + 1];
        for (int i = 0; i < count; i++)
        {
            int taken = signature.Arguments[i].Kind switch
            {
                CallArgumentKind.Tensor => Math.Min(left, 1),
                CallArgumentKind.Tensors => left,
                _ => 0,
            };
            starts[i + 1] = starts[i] + taken;
            left -= taken;
        }

        // What no argument takes is refused where tensors are counted; here it stays with the last one.
        starts[count] += left;
        return starts;
    }
}
