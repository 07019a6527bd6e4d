namespace DeepSharp.Kernels;

/// <summary>Whether sums of products are finite, judged by their factors, where these are far fewer than the sums.</summary>
internal static class ProductBound
{
    // Looking at the factors is to cost a small part of looking at the sums.
    private const int Fewer = 4;

    // Below 2⁶⁴, whose square is beyond the floats, with room for the rounding of long sums.
    private const double Limit = 1e19;

    /// <summary>
    /// True where sums of at most so many products of two factors, and their squares, are finite for certain. False says nothing: then
    /// somebody has to look at the sums.
    /// </summary>
    public static bool IsFinite(ReadOnlySpan<float> left, ReadOnlySpan<float> right, int terms, long sums) =>
        Fewer * ((long)left.Length + right.Length) <= sums
        && FiniteKernel.Largest(left) * FiniteKernel.Largest(right) * Math.Max(1, terms) < Limit;
}
