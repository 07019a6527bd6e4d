using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Colors of a range whose hue is turned by a number of turns from -1 to 1.</summary>
internal readonly unsafe struct HueFunction(float low, float high) : IColorFunction
{
    public static int Numbers => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TSimd>(float* numbers, ref TSimd red, ref TSimd green, ref TSimd blue) where TSimd : unmanaged, ISimd<TSimd>
    {
        (red, green, blue) = (Share(red), Share(green), Share(blue));
        HueSaturationValue.From(ref red, ref green, ref blue);
        TSimd one = TSimd.Splat(1f), hue = red + TSimd.Splat(numbers[0]);
        hue = TSimd.Select(TSimd.GreaterThan(hue, one), hue - one, hue);
        red = TSimd.Select(TSimd.GreaterThan(TSimd.Zero, hue), hue + one, hue);
        HueSaturationValue.To(ref red, ref green, ref blue);
        (red, green, blue) = (Value(red), Value(green), Value(blue));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TSimd Share<TSimd>(TSimd color) where TSimd : unmanaged, ISimd<TSimd> =>
        (color - TSimd.Splat(low)) / TSimd.Splat(high - low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TSimd Value<TSimd>(TSimd share) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.MultiplyAdd(TSimd.Min(TSimd.Max(share, TSimd.Zero), TSimd.Splat(1f)), TSimd.Splat(high - low), TSimd.Splat(low));
}
