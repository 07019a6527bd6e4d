using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Kernels;

/// <summary>4 floats in one 128-bit register.</summary>
internal unsafe struct F128(Vector128<float> value) : ISimd<F128>
{
    private Vector128<float> _value = value;

    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static int Width => 4;

    public static F128 Zero => new(Vector128<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(F128 value, float* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(F128 value, float* destination) => value._value.StoreAlignedNonTemporal(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Splat(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 operator +(F128 left, F128 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 operator -(F128 left, F128 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 operator *(F128 left, F128 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 operator /(F128 left, F128 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 operator &(F128 left, F128 right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 operator |(F128 left, F128 right) => new(left._value | right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 operator -(F128 value) => new(-value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 MultiplyAdd(F128 left, F128 right, F128 addend) =>
        new(Vector128.MultiplyAddEstimate(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref F128 sum, F128 left, F128 right) =>
        sum._value = Vector128.MultiplyAddEstimate(left._value, right._value, sum._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Max(F128 left, F128 right) => new(Vector128.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Min(F128 left, F128 right) => new(Vector128.Min(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Abs(F128 value) => new(Vector128.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Sqrt(F128 value) => new(Vector128.Sqrt(value._value));

    // Where either is NaN, x86 gives the second operand; so the value stands second.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Clamp(F128 value, F128 minimum, F128 maximum) =>
        new(Vector128.MaxNative(minimum._value, Vector128.MinNative(maximum._value, value._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 AtLeast(F128 value, F128 bound) => new(Vector128.MaxNative(bound._value, value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Flush(F128 value)
    {
        // The bits of the exponent are 0 for 0 and for subnormal numbers only; never negative, so that a sign of theirs is 1 or 0.
        Vector128<int> exponent = value._value.AsInt32() & Vector128.Create(ExponentBits.Mask);
        if (Ssse3.IsSupported) return new(Ssse3.Sign(value._value.AsInt32(), exponent).AsSingle());
        Vector128<int> vanishes = Vector128.Equals(exponent, Vector128<int>.Zero);
        return new(Vector128.ConditionalSelect(vanishes.AsSingle(), Vector128<float>.Zero, value._value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Cut(F128 value, F128 bound)
    {
        Vector128<int> isKept = Vector128.GreaterThan(Vector128.Abs(value._value).AsInt32(), bound._value.AsInt32());
        return new(Vector128.ConditionalSelect(isKept.AsSingle(), value._value, Vector128<float>.Zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Scale(F128 value, F128 n)
    {
        if (Avx512F.VL.IsSupported) return new(Avx512F.VL.Scale(value._value, n._value));
        (Vector128<float> first, Vector128<float> second) = ExponentBits.Factors(n._value);
        return new(value._value * first * second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 ScaleNormal(F128 value, F128 n) => new(ExponentBits.Add(value._value, n._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Split(F128 value, out F128 n)
    {
        var mantissa = new F128(ExponentBits.Split(value._value, out Vector128<float> exponent));
        n = new F128(exponent);
        return mantissa;
    }

    // One lane at a time: exp(y·log(x)) in floats would lose a digit for every factor of ten of y·log(x).
    public static F128 Pow(F128 left, F128 right)
    {
        float* lanes = stackalloc float[2 * 4];
        Store(left, lanes);
        Store(right, lanes + 4);
        for (int i = 0; i < 4; i++) lanes[i] = MathF.Pow(lanes[i], lanes[4 + i]);
        return Load(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 GreaterThan(F128 left, F128 right) => new(Vector128.GreaterThan(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 GreaterThanOrEqual(F128 left, F128 right) => new(Vector128.GreaterThanOrEqual(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Equal(F128 left, F128 right) => new(Vector128.Equals(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Select(F128 mask, F128 whenTrue, F128 whenFalse) =>
        new(Vector128.ConditionalSelect(mask._value, whenTrue._value, whenFalse._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(F128 value)
    {
        Vector128<float> pairs = Vector128.Max(value._value, Vector128.Shuffle(value._value, Vector128.Create(2, 3, 0, 1)));
        return Vector128.Max(pairs, Vector128.Shuffle(pairs, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(F128 value) => Vector128.Sum(value._value);
}
