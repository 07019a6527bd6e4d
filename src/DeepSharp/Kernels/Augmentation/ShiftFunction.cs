using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = x + shift, kept within a range.</summary>
internal readonly struct ShiftFunction(float low, float high, float shift = 0f) : IImageFunction<ShiftFunction>
{
    public float Low => low;

    public float High => high;

    public float Shift => shift;

    public static int Numbers => 1;

    public static Slopes Slopes => Slopes.Whole;

    public ShiftFunction For(ReadOnlySpan<float> numbers) => new(low, high, numbers[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Min(TSimd.Max(x + TSimd.Splat(shift), TSimd.Splat(low)), TSimd.Splat(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        new ClipFunction(low, high).Derivative(x + TSimd.Splat(shift), y);
}
