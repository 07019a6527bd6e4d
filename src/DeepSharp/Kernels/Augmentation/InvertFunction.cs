using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = most - x where the number of the image is not 0, else x.</summary>
internal readonly struct InvertFunction(float most, float isInverted = 0f) : IImageFunction<InvertFunction>
{
    public float Most => most;

    public float IsInverted => isInverted;

    public static int Numbers => 1;

    public static bool NeedsInput => false;

    public static Slopes Slopes => Slopes.Whole;

    public InvertFunction For(ReadOnlySpan<float> numbers) => new(most, numbers[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> => isInverted != 0f ? TSimd.Splat(most) - x : x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Splat(isInverted != 0f ? -1f : 1f);
}
