using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// On a scale of 0 to 255: a number is added, what leaves the scale is cut, and what is not below another number is inverted.
/// </summary>
internal readonly struct SolarizeFunction(float low, float high, float addition = 0f, float threshold = 0f)
    : IImageFunction<SolarizeFunction>
{
    private const float Most = 255f;

    public float Low => low;

    public float High => high;

    public float Addition => addition;

    public float Threshold => threshold;

    public static int Numbers => 2;

    public static Slopes Slopes => Slopes.Whole;

    public SolarizeFunction For(ReadOnlySpan<float> numbers) => new(low, high, numbers[0], numbers[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd value = TSimd.Min(TSimd.Max(Added(x), TSimd.Zero), TSimd.Splat(Most));
        value = TSimd.Select(TSimd.GreaterThan(TSimd.Splat(threshold), value), value, TSimd.Splat(Most) - value);
        return IsWhole ? value : TSimd.MultiplyAdd(value / TSimd.Splat(Most), TSimd.Splat(high - low), TSimd.Splat(low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd value = Added(x), one = TSimd.Splat(1f);
        TSimd slope = TSimd.Select(TSimd.GreaterThan(TSimd.Splat(threshold), TSimd.Max(value, TSimd.Zero)), one, -one);
        return TSimd.GreaterThanOrEqual(value, TSimd.Zero) & TSimd.GreaterThanOrEqual(TSimd.Splat(Most), value) & slope;
    }

    private bool IsWhole => low == 0f && high == Most;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TSimd Added<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Splat(addition) + (IsWhole ? x : (x - TSimd.Splat(low)) / TSimd.Splat(high - low) * TSimd.Splat(Most));
}
