using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Colors that go a share of the way to gray, and are then kept within a range: (1 - f)·x + f·(0.2989 r + 0.587 g + 0.114 b).
/// </summary>
internal readonly unsafe struct GrayFunction(float low, float high) : IColorFunction
{
    // ITU-R BT.601, luma, as Keras rounds it.
    public const float Red = 0.2989f, Green = 0.587f, Blue = 0.114f;

    public static int Numbers => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TSimd>(float* numbers, ref TSimd red, ref TSimd green, ref TSimd blue) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd share = TSimd.Splat(numbers[0]), rest = TSimd.Splat(1f - numbers[0]), least = TSimd.Splat(low), most = TSimd.Splat(high);
        TSimd gray = TSimd.MultiplyAdd(green, TSimd.Splat(Green), blue * TSimd.Splat(Blue));
        gray = share * TSimd.MultiplyAdd(red, TSimd.Splat(Red), gray);
        red = TSimd.Min(TSimd.Max(TSimd.MultiplyAdd(rest, red, gray), least), most);
        green = TSimd.Min(TSimd.Max(TSimd.MultiplyAdd(rest, green, gray), least), most);
        blue = TSimd.Min(TSimd.Max(TSimd.MultiplyAdd(rest, blue, gray), least), most);
    }
}
