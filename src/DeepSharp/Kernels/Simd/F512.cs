using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Kernels;

/// <summary>16 floats in one 512-bit register.</summary>
internal unsafe struct F512(Vector512<float> value) : ISimd<F512>
{
    private Vector512<float> _value = value;

    // DOTNET_PreferredVectorBitWidth=256 makes the first false although the instructions are there.
    public static bool IsSupported => Vector512.IsHardwareAccelerated || Avx512F.IsSupported;

    public static int Width => 16;

    public static F512 Zero => new(Vector512<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(F512 value, float* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(F512 value, float* destination) => value._value.StoreAlignedNonTemporal(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Splat(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 operator +(F512 left, F512 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 operator -(F512 left, F512 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 operator *(F512 left, F512 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 operator /(F512 left, F512 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 operator &(F512 left, F512 right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 operator |(F512 left, F512 right) => new(left._value | right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 operator -(F512 value) => new(-value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 MultiplyAdd(F512 left, F512 right, F512 addend) =>
        new(Vector512.MultiplyAddEstimate(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(ref F512 sum, F512 left, F512 right) =>
        sum._value = Vector512.MultiplyAddEstimate(left._value, right._value, sum._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Max(F512 left, F512 right) => new(Vector512.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Min(F512 left, F512 right) => new(Vector512.Min(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Abs(F512 value) => new(Vector512.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Sqrt(F512 value) => new(Vector512.Sqrt(value._value));

    // Where either is NaN, x86 gives the second operand; so the value stands second.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Clamp(F512 value, F512 minimum, F512 maximum) =>
        new(Vector512.MaxNative(minimum._value, Vector512.MinNative(maximum._value, value._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 AtLeast(F512 value, F512 bound) => new(Vector512.MaxNative(bound._value, value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Flush(F512 value)
    {
        Vector512<int> exponent = value._value.AsInt32() & Vector512.Create(ExponentBits.Mask);
        Vector512<int> vanishes = Vector512.Equals(exponent, Vector512<int>.Zero);
        return new(Vector512.ConditionalSelect(vanishes.AsSingle(), Vector512<float>.Zero, value._value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Cut(F512 value, F512 bound)
    {
        Vector512<int> isKept = Vector512.GreaterThan(Vector512.Abs(value._value).AsInt32(), bound._value.AsInt32());
        return new(Vector512.ConditionalSelect(isKept.AsSingle(), value._value, Vector512<float>.Zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Scale(F512 value, F512 n)
    {
        if (Avx512F.IsSupported) return new(Avx512F.Scale(value._value, n._value));
        (Vector512<float> first, Vector512<float> second) = ExponentBits.Factors(n._value);
        return new(value._value * first * second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 ScaleNormal(F512 value, F512 n) => Avx512F.IsSupported
        ? new(Avx512F.Scale(value._value, n._value))
        : new(ExponentBits.Add(value._value, n._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Split(F512 value, out F512 n)
    {
        var mantissa = new F512(ExponentBits.Split(value._value, out Vector512<float> exponent));
        n = new F512(exponent);
        return mantissa;
    }

    // One lane at a time: exp(y·log(x)) in floats would lose a digit for every factor of ten of y·log(x).
    public static F512 Pow(F512 left, F512 right)
    {
        float* lanes = stackalloc float[2 * 16];
        Store(left, lanes);
        Store(right, lanes + 16);
        for (int i = 0; i < 16; i++) lanes[i] = MathF.Pow(lanes[i], lanes[16 + i]);
        return Load(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 GreaterThan(F512 left, F512 right) => new(Vector512.GreaterThan(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 GreaterThanOrEqual(F512 left, F512 right) => new(Vector512.GreaterThanOrEqual(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Equal(F512 left, F512 right) => new(Vector512.Equals(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F512 Select(F512 mask, F512 whenTrue, F512 whenFalse) =>
        new(Vector512.ConditionalSelect(mask._value, whenTrue._value, whenFalse._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(F512 value) => F256.Largest(new F256(Vector256.Max(value._value.GetLower(), value._value.GetUpper())));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(F512 value) => Vector512.Sum(value._value);
}
