namespace DeepSharp.Kernels;

/// <summary>One of the two operands of a binary function.</summary>
internal enum Operand
{
    Left,
    Right,
}
