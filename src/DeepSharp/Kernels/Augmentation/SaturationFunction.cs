using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Colors whose saturation is multiplied by a number, and then kept within a range.</summary>
internal readonly unsafe struct SaturationFunction(float low, float high) : IColorFunction
{
    public static int Numbers => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TSimd>(float* numbers, ref TSimd red, ref TSimd green, ref TSimd blue) where TSimd : unmanaged, ISimd<TSimd>
    {
        HueSaturationValue.From(ref red, ref green, ref blue);
        green = TSimd.Min(TSimd.Max(green * TSimd.Splat(numbers[0]), TSimd.Splat(low)), TSimd.Splat(high));
        HueSaturationValue.To(ref red, ref green, ref blue);
    }
}
