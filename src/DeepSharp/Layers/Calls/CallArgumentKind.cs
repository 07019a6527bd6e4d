namespace DeepSharp;

/// <summary>What an argument of a layer's call holds.</summary>
public enum CallArgumentKind
{
    /// <summary>One tensor.</summary>
    Tensor,

    /// <summary>Any number of tensors in order.</summary>
    Tensors,

    /// <summary>A mask for the tensors of another argument, in place of those that they carry.</summary>
    Mask,

    /// <summary>A plain value.</summary>
    Option,

    /// <summary>Whether the layer acts as in training.</summary>
    Training,
}
