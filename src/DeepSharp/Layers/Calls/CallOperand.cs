namespace DeepSharp;

/// <summary>What a <see cref="LayerCall"/> works on: a tensor, or a number such as the 2 of <c>x + 2</c>.</summary>
/// <param name="Argument">Keras's name of the argument that it is for, such as <c>query</c>.</param>
/// <param name="Tensor">The tensor; null for a number.</param>
/// <param name="Constant">The number; null for a tensor.</param>
/// <param name="Mask">The mask that the call gave for the tensor; null for the one that it carries, if any.</param>
public readonly record struct CallOperand(string Argument, SymbolicTensor? Tensor, float? Constant, SymbolicTensor? Mask);
