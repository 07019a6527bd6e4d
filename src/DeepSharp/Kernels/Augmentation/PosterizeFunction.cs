using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>On a scale of 0 to 255: the whole numbers whose lowest bits are 0; the number of an image is how many bits.</summary>
internal readonly struct PosterizeFunction(float low, float high, float step = 1f) : IImageFunction<PosterizeFunction>
{
    private const float Most = 255f;

    // Added and taken away again, it leaves the nearest whole number.
    private const float Rounding = 1 << 23;

    public float Low => low;

    public float High => high;

    public float Step => step;

    public static int Numbers => 1;

    public static bool HasGradient => false;

    public PosterizeFunction For(ReadOnlySpan<float> numbers) => new(low, high, 1 << (int)numbers[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        bool isWhole = low == 0f && high == Most;
        TSimd value = isWhole ? x : (x - TSimd.Splat(low)) / TSimd.Splat(high - low) * TSimd.Splat(Most);

        // A step is a power of 2: what is divided and multiplied by it stays as it is.
        value = TSimd.Min(TSimd.Max(value, TSimd.Zero), TSimd.Splat(Most)) * TSimd.Splat(1f / step);
        TSimd near = value + TSimd.Splat(Rounding) - TSimd.Splat(Rounding);
        TSimd below = (near - (TSimd.GreaterThan(near, value) & TSimd.Splat(1f))) * TSimd.Splat(step);
        return isWhole ? below : TSimd.MultiplyAdd(below / TSimd.Splat(Most), TSimd.Splat(high - low), TSimd.Splat(low));
    }

    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Zero;
}
