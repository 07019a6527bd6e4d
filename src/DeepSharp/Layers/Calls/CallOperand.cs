using System.Globalization;

namespace DeepSharp;

/// <summary>What a <see cref="LayerCall"/> works on: a tensor, or a number such as the 2 of <c>x + 2</c>.</summary>
public sealed class CallOperand
{
    internal CallOperand(string argument, SymbolicTensor? tensor, float? constant = null, SymbolicTensor? mask = null) =>
        (Argument, Tensor, Constant, Mask) = (argument, tensor, constant, mask);

    /// <summary>Keras's name of the argument that it is for, such as <c>query</c>.</summary>
    public string Argument { get; }

    /// <summary>The tensor; null for a number.</summary>
    public SymbolicTensor? Tensor { get; }

    /// <summary>The number; null for a tensor.</summary>
    public float? Constant { get; }

    /// <summary>The mask that the call gave for the tensor; null for the one that it carries, if any.</summary>
    public SymbolicTensor? Mask { get; }

    /// <summary>The argument and what it is: <c>x1=dense</c>.</summary>
    public override string ToString() => $"{Argument}={Tensor?.Name ?? Constant?.ToString(CultureInfo.InvariantCulture)}";
}
