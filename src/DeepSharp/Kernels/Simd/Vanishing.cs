using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Numbers too small to matter are written as 0.</summary>
/// <remarks>
/// <para>Below 2⁻¹²⁶ floats are subnormal: they lose digits, and arithmetic with them takes up to a hundred times as long on many
/// processors. What vanishes, such as a gradient on its way back through many steps or the momentum of a weight that is not used, would
/// stay among them for good. Other libraries switch the processor to flush them to 0; C# cannot, so kernels do.</para>
/// <para>Where a result is multiplied and summed again and again, even normal numbers are too small if their products are not:
/// there, and only on the way back, in states that recur and in momenta, the bound is 2⁻¹⁰⁰. Next to values that are worked with it is
/// nothing: it changes no weight above 10⁻²³ that a rate below 1 leads to.</para>
/// </remarks>
internal static class Vanishing
{
    /// <summary>The largest subnormal number.</summary>
    public const float Subnormal = 1.17549421e-38f;

    /// <summary>2⁻¹⁰⁰</summary>
    public const float Negligible = 7.88860905e-31f;

    /// <summary>2⁻¹²⁰: means of squares are kept at least so large.</summary>
    // Cheaper than a 0 for what is less, and enough: a square that is added to it, however small, or a share that is taken off, leaves a
    // normal number. Its root, 10⁻¹⁸, is nothing beside any ε.
    public const float LeastSquare = 7.52316385e-37f;

    /// <summary>0 for a subnormal number.</summary>
    public static float Flush(float value) => MathF.Abs(value) <= Subnormal ? 0f : value;

    /// <summary>0 for a number up to 2⁻¹⁰⁰, whose products with ordinary numbers may be subnormal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Drop<TSimd>(TSimd value) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Cut(value, TSimd.Splat(Negligible));

    /// <summary>0 for a number up to 2⁻¹⁰⁰.</summary>
    public static float Drop(float value) => MathF.Abs(value) <= Negligible ? 0f : value;
}
