using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepSharp.Kernels;

/// <summary>4 floats in one 128-bit register.</summary>
internal readonly unsafe struct F128(Vector128<float> value) : ISimd<F128>
{
    private readonly Vector128<float> _value = value;

    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static int Width => 4;

    public static F128 Zero => new(Vector128<float>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Load(float* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(F128 value, float* destination) => value._value.Store(destination);

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
    public static F128 MultiplyAdd(F128 left, F128 right, F128 addend) => new(Vector128.MultiplyAddEstimate(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Max(F128 left, F128 right) => new(Vector128.Max(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Min(F128 left, F128 right) => new(Vector128.Min(left._value, right._value));

    // The operand that may be NaN stands second: x86 returns that one then.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Clamp(F128 value, F128 minimum, F128 maximum) =>
        new(Vector128.MinNative(maximum._value, Vector128.MaxNative(minimum._value, value._value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Scale(F128 value, F128 shifted) => new((value._value.AsInt32() + Vector128.ShiftLeft(shifted._value.AsInt32(), 23)).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Abs(F128 value) => new(Vector128.Abs(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Sqrt(F128 value) => new(Vector128.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Exp(F128 value) => new(Vector128.Exp(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F128 Log(F128 value) => new(Vector128.Log(value._value));

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
    public static F128 Select(F128 mask, F128 whenTrue, F128 whenFalse) => new(Vector128.ConditionalSelect(mask._value, whenTrue._value, whenFalse._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(F128 value) => Vector128.Sum(value._value);
}
