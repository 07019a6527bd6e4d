using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Brings the values of a weight to meet a constraint, where they lie.</summary>
internal static class Projections
{
    /// <summary>Puts 0 in the place of what is negative.</summary>
    public static void NotNegative(Span<float> values) => UnaryKernels.Map(values, values, default(ReLUFunction));

    /// <summary>Brings the norms of a weight nearer to a range.</summary>
    /// <param name="values">Of the weight.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="norms">The same with 1 for the axes that a norm is over.</param>
    /// <param name="least">The smallest norm.</param>
    /// <param name="most">The largest norm.</param>
    /// <param name="rate">The share of the way to go.</param>
    public static void LimitNorms(Span<float> values, Shape shape, Shape norms, float least, float most, float rate) =>
        NormKernel.Limit(values, BroadcastGeometry.Create(norms.AsSpan(), shape.AsSpan()), least, most, rate);
}
