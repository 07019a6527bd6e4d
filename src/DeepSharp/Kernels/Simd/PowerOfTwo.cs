using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Kernels;

/// <summary>
/// 2ⁿ as a product of two floats, for hardware that has no instruction to scale by it. Two, because 2ⁿ itself may be too large or too small
/// for a float where the scaled value is not; multiplied one after the other, only the second product rounds.
/// </summary>
internal static class PowerOfTwo
{
    // A float of exponent e has e + 127 in the bits above its 23 bits of mantissa.
    private const int Bias = 127;
    private const int MantissaBits = 23;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> First, Vector512<float> Second) Factors(Vector512<float> n)
    {
        Vector512<int> whole = Vector512.ConvertToInt32Native(n), half = whole >> 1, bias = Vector512.Create(Bias);
        return (((half + bias) << MantissaBits).AsSingle(), ((whole - half + bias) << MantissaBits).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> First, Vector256<float> Second) Factors(Vector256<float> n)
    {
        Vector256<int> whole = Vector256.ConvertToInt32Native(n), half = whole >> 1, bias = Vector256.Create(Bias);
        return (((half + bias) << MantissaBits).AsSingle(), ((whole - half + bias) << MantissaBits).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> First, Vector128<float> Second) Factors(Vector128<float> n)
    {
        Vector128<int> whole = Vector128.ConvertToInt32Native(n), half = whole >> 1, bias = Vector128.Create(Bias);
        return (((half + bias) << MantissaBits).AsSingle(), ((whole - half + bias) << MantissaBits).AsSingle());
    }
}
