using System.Runtime.CompilerServices;

namespace DeepSharp;

// The same with arrays, for F#, whose [| x; y |] is always an array.
public static partial class Ops
{
    /// <inheritdoc cref="Concatenate(ReadOnlySpan{Tensor}, int)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor Concatenate(Tensor[] xs, int axis = 0) => Concatenate((ReadOnlySpan<Tensor>)xs, axis);

    /// <inheritdoc cref="Stack(ReadOnlySpan{Tensor}, int)"/>
    [OverloadResolutionPriority(-1)]
    public static Tensor Stack(Tensor[] xs, int axis = 0) => Stack((ReadOnlySpan<Tensor>)xs, axis);
}
