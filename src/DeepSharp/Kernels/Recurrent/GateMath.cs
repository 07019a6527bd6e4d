using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>tanh for the units of recurrent layers.</summary>
internal static class GateMath
{
    /// <summary>(e²ˣ - 1)/(e²ˣ + 1) with a relative error below 4e-7. NaN stays NaN.</summary>
    // Two thirds of the work of SimdMath.Tanh, which selects between a series and an exponential: a unit needs two of them at each step.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Tanh<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        // y = 2x = n·log 2 + r with |r| at most log(2)/2. Adding and subtracting 1.5·2²³ rounds to a whole number.
        TSimd shift = TSimd.Splat(12582912f), bound = TSimd.Splat(40f), one = TSimd.Splat(1f);
        TSimd y = TSimd.Clamp(x + x, -bound, bound);
        TSimd n = TSimd.MultiplyAdd(y, TSimd.Splat(1.44269504f), shift) - shift;

        // log 2 in two parts; n times the first, of 9 bits, is exact.
        TSimd r = TSimd.MultiplyAdd(n, TSimd.Splat(-0.693359375f), y);
        r = TSimd.MultiplyAdd(n, TSimd.Splat(2.12194440e-4f), r);

        // eʳ - 1 by Taylor: r + r²/2! + … + r⁷/7!; what is left out is below 6e-9.
        TSimd sum = TSimd.MultiplyAdd(r, TSimd.Splat(1f / 5040), TSimd.Splat(1f / 720));
        sum = TSimd.MultiplyAdd(r, sum, TSimd.Splat(1f / 120));
        sum = TSimd.MultiplyAdd(r, sum, TSimd.Splat(1f / 24));
        sum = TSimd.MultiplyAdd(r, sum, TSimd.Splat(1f / 6));
        sum = TSimd.MultiplyAdd(r, sum, TSimd.Splat(0.5f));
        sum = TSimd.MultiplyAdd(r, r * sum, r);

        // eʸ - 1 = 2ⁿ·(eʳ - 1) + (2ⁿ - 1): near 0, where n is 0, nothing cancels.
        TSimd power = TSimd.Scale(one, n);
        TSimd expm1 = TSimd.MultiplyAdd(power, sum, power - one);
        return expm1 / (expm1 + TSimd.Splat(2f));
    }
}
