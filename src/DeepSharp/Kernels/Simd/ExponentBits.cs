using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Kernels;

/// <summary>Powers of two by the bits of floats: a float of exponent e has e + 127 in the 8 bits above its 23 bits of mantissa.</summary>
/// <remarks>
/// <para><c>Factors</c> gives 2ⁿ as a product of two floats, for hardware that has no instruction to scale by it. Two,
/// because 2ⁿ itself may
/// be too large or too small for a float where the scaled value is not; multiplied one after the other, only the second product
/// rounds.</para>
/// <para><c>Split</c> writes a positive, finite, normal x as m·2ⁿ with √½ ≤ m &lt; √2.</para>
/// </remarks>
internal static class ExponentBits
{
    /// <summary>The bits of the exponent.</summary>
    public const int Mask = 0x7f800000;

    private const int Bias = 127;
    private const int MantissaBits = 23;

    // The bits of √½. Counted from there, the exponent field steps where the mantissa passes √2.
    private const int RootOfHalf = 0x3f3504f3;

    /// <summary>2ⁿ as a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> First, Vector512<float> Second) Factors(Vector512<float> n)
    {
        Vector512<int> whole = Vector512.ConvertToInt32Native(n), half = whole >> 1, bias = Vector512.Create(Bias);
        return (((half + bias) << MantissaBits).AsSingle(), ((whole - half + bias) << MantissaBits).AsSingle());
    }

    /// <summary>x·2ⁿ, where both are normal numbers. For NaN the conversion gives a number whose low bits are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> x, Vector512<float> n) =>
        (x.AsInt32() + (Vector512.ConvertToInt32Native(n) << MantissaBits)).AsSingle();

    /// <summary>x = m·2ⁿ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Split(Vector512<float> x, out Vector512<float> n)
    {
        Vector512<int> aboveRoot = x.AsInt32() - Vector512.Create(RootOfHalf), whole = aboveRoot >> MantissaBits;
        n = Vector512.ConvertToSingle(whole);
        return (x.AsInt32() - (whole << MantissaBits)).AsSingle();
    }

    /// <summary>2ⁿ as a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<float> First, Vector256<float> Second) Factors(Vector256<float> n)
    {
        Vector256<int> whole = Vector256.ConvertToInt32Native(n), half = whole >> 1, bias = Vector256.Create(Bias);
        return (((half + bias) << MantissaBits).AsSingle(), ((whole - half + bias) << MantissaBits).AsSingle());
    }

    /// <summary>x·2ⁿ, where both are normal numbers. For NaN the conversion gives a number whose low bits are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> x, Vector256<float> n) =>
        (x.AsInt32() + (Vector256.ConvertToInt32Native(n) << MantissaBits)).AsSingle();

    /// <summary>x = m·2ⁿ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Split(Vector256<float> x, out Vector256<float> n)
    {
        Vector256<int> aboveRoot = x.AsInt32() - Vector256.Create(RootOfHalf), whole = aboveRoot >> MantissaBits;
        n = Vector256.ConvertToSingle(whole);
        return (x.AsInt32() - (whole << MantissaBits)).AsSingle();
    }

    /// <summary>2ⁿ as a product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector128<float> First, Vector128<float> Second) Factors(Vector128<float> n)
    {
        Vector128<int> whole = Vector128.ConvertToInt32Native(n), half = whole >> 1, bias = Vector128.Create(Bias);
        return (((half + bias) << MantissaBits).AsSingle(), ((whole - half + bias) << MantissaBits).AsSingle());
    }

    /// <summary>x·2ⁿ, where both are normal numbers. For NaN the conversion gives a number whose low bits are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> x, Vector128<float> n) =>
        (x.AsInt32() + (Vector128.ConvertToInt32Native(n) << MantissaBits)).AsSingle();

    /// <summary>x = m·2ⁿ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Split(Vector128<float> x, out Vector128<float> n)
    {
        Vector128<int> aboveRoot = x.AsInt32() - Vector128.Create(RootOfHalf), whole = aboveRoot >> MantissaBits;
        n = Vector128.ConvertToSingle(whole);
        return (x.AsInt32() - (whole << MantissaBits)).AsSingle();
    }
}
