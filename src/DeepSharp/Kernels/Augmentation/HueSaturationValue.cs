using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Colors as hue, saturation and value, and back (Smith 1978, "Color gamut transform pairs"); hue from 0 to 1.</summary>
internal static class HueSaturationValue
{
    // The difference of 1 and the next float: colors below are none.
    private const float Epsilon = 1f / (1 << 23);

    /// <summary>Red, green and blue, of any range from 0 on, become hue, saturation and value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void From<TSimd>(ref TSimd red, ref TSimd green, ref TSimd blue) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd r = Visible(red), g = Visible(green), b = Visible(blue), zero = TSimd.Zero, one = TSimd.Splat(1f);
        TSimd value = TSimd.Max(TSimd.Max(r, g), b), range = value - TSimd.Min(TSimd.Min(r, g), b);
        TSimd isColored = TSimd.GreaterThan(range, zero), isLit = TSimd.GreaterThan(value, zero);
        TSimd saturation = isLit & (range / TSimd.Select(isLit, value, one));
        TSimd scale = one / (TSimd.Splat(6f) * TSimd.Select(isColored, range, one));
        TSimd ofBlue = TSimd.MultiplyAdd(scale, r - g, TSimd.Splat(4f / 6f));
        TSimd ofGreen = TSimd.MultiplyAdd(scale, b - r, TSimd.Splat(2f / 6f));
        TSimd hue = TSimd.Select(TSimd.Equal(value, r), scale * (g - b), TSimd.Select(TSimd.Equal(value, g), ofGreen, ofBlue));
        hue += TSimd.GreaterThan(zero, hue) & one;
        (red, green, blue) = (isColored & hue, saturation, value);
    }

    /// <summary>Hue, from 0 to 1, saturation and value become red, green and blue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void To<TSimd>(ref TSimd hue, ref TSimd saturation, ref TSimd value) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd at = hue * TSimd.Splat(6f), one = TSimd.Splat(1f), two = TSimd.Splat(2f);
        TSimd red = Share(TSimd.Abs(at - TSimd.Splat(3f)) - one);
        TSimd green = Share(two - TSimd.Abs(at - two)), blue = Share(two - TSimd.Abs(at - TSimd.Splat(4f)));
        TSimd grey = one - saturation, s = saturation, v = value;
        hue = v * TSimd.MultiplyAdd(s, red, grey);
        saturation = v * TSimd.MultiplyAdd(s, green, grey);
        value = v * TSimd.MultiplyAdd(s, blue, grey);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Visible<TSimd>(TSimd color) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.GreaterThanOrEqual(TSimd.Abs(color), TSimd.Splat(Epsilon)) & color;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Share<TSimd>(TSimd value) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Min(TSimd.Max(value, TSimd.Zero), TSimd.Splat(1f));
}
