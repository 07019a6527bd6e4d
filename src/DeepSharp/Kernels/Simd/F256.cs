using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Kernels;

/// <summary>8 floats in one 256-bit register.</summary>
internal unsafe struct F256(Vector256<float> value) : ISimd<F256>
{
    private Vector256<float> _value = value;

    public static bool IsSupported => Vector256.IsHardwareAccelerated;

    public static int Width => 8;

    public static F256 Zero => new(Vector256<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(F256 value, float* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(F256 value, float* destination) => value._value.StoreAlignedNonTemporal(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Splat(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 operator +(F256 left, F256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 operator -(F256 left, F256 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 operator *(F256 left, F256 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 operator /(F256 left, F256 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 operator &(F256 left, F256 right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 operator |(F256 left, F256 right) => new(left._value | right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 operator -(F256 value) => new(-value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 MultiplyAdd(F256 left, F256 right, F256 addend) =>
        new(Vector256.MultiplyAddEstimate(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref F256 sum, F256 left, F256 right) =>
        sum._value = Vector256.MultiplyAddEstimate(left._value, right._value, sum._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Max(F256 left, F256 right) => new(Vector256.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Min(F256 left, F256 right) => new(Vector256.Min(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Abs(F256 value) => new(Vector256.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Sqrt(F256 value) => new(Vector256.Sqrt(value._value));

    // Where either is NaN, x86 gives the second operand; so the value stands second.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Clamp(F256 value, F256 minimum, F256 maximum) =>
        new(Vector256.MaxNative(minimum._value, Vector256.MinNative(maximum._value, value._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 AtLeast(F256 value, F256 bound) => new(Vector256.MaxNative(bound._value, value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Flush(F256 value)
    {
        // The bits of the exponent are 0 for 0 and for subnormal numbers only; never negative, so that a sign of theirs is 1 or 0.
        Vector256<int> exponent = value._value.AsInt32() & Vector256.Create(ExponentBits.Mask);
        if (Avx2.IsSupported) return new(Avx2.Sign(value._value.AsInt32(), exponent).AsSingle());
        Vector256<int> vanishes = Vector256.Equals(exponent, Vector256<int>.Zero);
        return new(Vector256.ConditionalSelect(vanishes.AsSingle(), Vector256<float>.Zero, value._value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Cut(F256 value, F256 bound)
    {
        Vector256<int> isKept = Vector256.GreaterThan(Vector256.Abs(value._value).AsInt32(), bound._value.AsInt32());
        return new(Vector256.ConditionalSelect(isKept.AsSingle(), value._value, Vector256<float>.Zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Scale(F256 value, F256 n)
    {
        if (Avx512F.VL.IsSupported) return new(Avx512F.VL.Scale(value._value, n._value));
        (Vector256<float> first, Vector256<float> second) = ExponentBits.Factors(n._value);
        return new(value._value * first * second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 ScaleNormal(F256 value, F256 n) => new(ExponentBits.Add(value._value, n._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Split(F256 value, out F256 n)
    {
        var mantissa = new F256(ExponentBits.Split(value._value, out Vector256<float> exponent));
        n = new F256(exponent);
        return mantissa;
    }

    // One lane at a time: exp(y·log(x)) in floats would lose a digit for every factor of ten of y·log(x).
    public static F256 Pow(F256 left, F256 right)
    {
        float* lanes = stackalloc float[2 * 8];
        Store(left, lanes);
        Store(right, lanes + 8);
        for (int i = 0; i < 8; i++) lanes[i] = MathF.Pow(lanes[i], lanes[8 + i]);
        return Load(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 GreaterThan(F256 left, F256 right) => new(Vector256.GreaterThan(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 GreaterThanOrEqual(F256 left, F256 right) => new(Vector256.GreaterThanOrEqual(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Equal(F256 left, F256 right) => new(Vector256.Equals(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F256 Select(F256 mask, F256 whenTrue, F256 whenFalse) =>
        new(Vector256.ConditionalSelect(mask._value, whenTrue._value, whenFalse._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(F256 value) => F128.Largest(new F128(Vector128.Max(value._value.GetLower(), value._value.GetUpper())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(F256 value) => Vector256.Sum(value._value);
}
