using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// The range that Keras clips probabilities to, [1e-7, 1 - 1e-7] in 32-bit floats: 1 - (1 - 1e-7) is 1.19e-7 there. A clipped
/// value gets no gradient.
/// </summary>
internal static class Probability
{
    public const float Smallest = 1e-7f;
    public const float Largest = 1f - 1e-7f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Clip<TSimd>(TSimd p) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Min(TSimd.Max(p, TSimd.Splat(Smallest)), TSimd.Splat(Largest));

    /// <summary><paramref name="value"/> where p is in the range, 0 elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Inside<TSimd>(TSimd p, TSimd value) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Select(TSimd.Equal(p, Clip(p)), value, TSimd.Zero);

    public static float Clip(float p) => MathF.Min(MathF.Max(p, Smallest), Largest);
}
