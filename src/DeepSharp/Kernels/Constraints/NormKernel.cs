namespace DeepSharp.Kernels;

/// <summary>Brings norms of parts of a weight within limits.</summary>
internal static unsafe class NormKernel
{
    /// <summary>
    /// Multiplies, in place, the values that belong to one norm by what brings that norm within the limits.
    /// </summary>
    /// <param name="weights">Read and written.</param>
    /// <param name="geometry">
    /// The norms as the left operand, repeated along the axes that they are taken over; the weights as the right.
    /// </param>
    /// <param name="least">The smallest norm.</param>
    /// <param name="most">The largest norm.</param>
    /// <param name="rate">How much of the way to the limit is gone, 0 to 1.</param>
    public static void Limit(Span<float> weights, in BroadcastGeometry geometry, float least, float most, float rate)
    {
        KernelGuard.Exactly(weights, geometry.Size);
        KernelGuard.Exactly(weights, geometry.RightSize);
        if (weights.IsEmpty) return;
        int norms = geometry.LeftSize;
        float* scratch = Scratch.Get(ScratchSlot.Temporary, (long)weights.Length + norms);
        var squares = new Span<float>(scratch, weights.Length);
        var factors = new Span<float>(scratch + weights.Length, norms);
        UnaryKernels.Map(weights, squares, default(SquareFunction));
        ReductionKernels.SumToShape(geometry, Operand.Left, squares, factors, 1f, accumulate: false);
        UnaryKernels.Map(factors, factors, new NormFactorFunction(least, most, rate));
        BroadcastKernels.Map(geometry, factors, weights, weights, default(MultiplyFunction));
    }
}
