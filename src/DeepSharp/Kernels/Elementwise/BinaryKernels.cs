namespace DeepSharp.Kernels;

/// <summary>Element-wise functions of two operands of one shape, or of an operand and a single number.</summary>
internal static class BinaryKernels
{
    /// <summary>y = f(a, b); an operand of length 1 is repeated. <paramref name="y"/> may be an operand of its length.</summary>
    public static void Map<TFunction>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y, TFunction function)
        where TFunction : unmanaged, IBinaryFunction =>
        BroadcastKernels.Map(BroadcastGeometry.Create([a.Length], [b.Length]), a, b, y, function);

    /// <summary>
    /// dx (+)= dy·∂f/∂operand, with y = f(a, b); summed if that operand is a single number that was repeated.
    /// <paramref name="dx"/> may be <paramref name="dy"/> if it has its length.
    /// </summary>
    public static void AccumulateGradient<TFunction>(
        Operand operand, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx,
        TFunction function, bool accumulate)
        where TFunction : unmanaged, IBinaryGradient =>
        BroadcastKernels.AccumulateGradient(
            BroadcastGeometry.Create([a.Length], [b.Length]), operand, a, b, y, dy, dx, function, accumulate);
}
