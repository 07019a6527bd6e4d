using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>A few tensors on the stack: the states of a step, or the inputs of an op.</summary>
[InlineArray(Length)]
internal struct TensorList
{
    private const int Length = 8;

    private Tensor _first;

    /// <summary>Room for some; more than fit on the stack are an array.</summary>
    [UnscopedRef]
    public Span<Tensor> Take(int count) => count <= Length ? ((Span<Tensor>)this)[..count] : new Tensor[count];
}
