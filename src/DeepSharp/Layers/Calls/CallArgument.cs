namespace DeepSharp;

/// <summary>An argument of a layer's call, by the name that Keras gives it.</summary>
/// <example><code>
/// protected override CallSignature Signature { get; } = new(
///     CallArgument.Tensor("query"), CallArgument.Tensor("value"), CallArgument.OptionalTensor("key"),
///     CallArgument.Option("use_causal_mask"), CallArgument.Training);
/// </code></example>
public sealed class CallArgument
{
    private CallArgument(string name, CallArgumentKind kind, bool isRequired = false, string? of = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, Kind, IsRequired, Of) = (name, kind, isRequired, of);
    }

    /// <summary>Whether the layer acts as in training.</summary>
    public static CallArgument Training { get; } = new("training", CallArgumentKind.Training);

    /// <summary>The name, such as <c>attention_mask</c>.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public CallArgumentKind Kind { get; }

    /// <summary>Whether a call without it is refused.</summary>
    public bool IsRequired { get; }

    /// <summary>Of a mask the argument whose tensors it is for; else null.</summary>
    public string? Of { get; }

    internal bool HoldsTensors => Kind is CallArgumentKind.Tensor or CallArgumentKind.Tensors;

    /// <summary>A tensor that every call has.</summary>
    public static CallArgument Tensor(string name) => new(name, CallArgumentKind.Tensor, isRequired: true);

    /// <summary>A tensor that a call may have.</summary>
    public static CallArgument OptionalTensor(string name) => new(name, CallArgumentKind.Tensor);

    /// <summary>One tensor or more.</summary>
    public static CallArgument Tensors(string name) => new(name, CallArgumentKind.Tensors, isRequired: true);

    /// <summary>Any number of tensors, none too.</summary>
    public static CallArgument OptionalTensors(string name) => new(name, CallArgumentKind.Tensors);

    /// <summary>A mask for the tensors of another argument: the first of them, or one for each.</summary>
    /// <param name="name">The name, such as <c>query_mask</c>.</param>
    /// <param name="of">The argument that it is for, such as <c>query</c>.</param>
    public static CallArgument Mask(string name, string of)
    {
        ArgumentException.ThrowIfNullOrEmpty(of);
        return new(name, CallArgumentKind.Mask, of: of);
    }

    /// <summary>A plain value.</summary>
    public static CallArgument Option(string name) => new(name, CallArgumentKind.Option);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
