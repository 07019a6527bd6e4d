using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The innermost loop of a binary function: operands step by one float or stand still.</summary>
// The functions are exact or lane by lane (power), so the scalar tail has the bits of the body.
internal static unsafe class BinaryLoop
{
    private const int LongRow = 2048;

    /// <summary>y[i] = f(a[i·aStep], b[i·bStep]), steps 0 or 1.</summary>
    public static void Map<TFunction>(float* a, nint aStep, float* b, nint bStep, float* y, nint length, TFunction function)
        where TFunction : unmanaged, IBinaryFunction
    {
        nint done = 0;
        if (F512.IsSupported)
        {
            // A register is as long as a cache line: unless aligned, every store touches two of them.
            if (length >= LongRow) done = Map<F1, TFunction>(a, aStep, b, bStep, y, 0, Streaming.Unaligned<F512>(y, (int)length), function);
            done = Map<F512, TFunction>(a, aStep, b, bStep, y, done, length, function);
        }
        else if (F256.IsSupported) done = Map<F256, TFunction>(a, aStep, b, bStep, y, 0, length, function);
        else if (F128.IsSupported) done = Map<F128, TFunction>(a, aStep, b, bStep, y, 0, length, function);
        if (done < length) Map<F1, TFunction>(a, aStep, b, bStep, y, done, length, function);
    }

    /// <summary>y[i] = f(a[i], b[i]), past the caches.</summary>
    public static void Stream<TFunction>(float* a, float* b, float* y, int length, TFunction function)
        where TFunction : unmanaged, IBinaryFunction
    {
        if (F512.IsSupported) Stream<F512, TFunction>(a, b, y, length, function);
        else if (F256.IsSupported) Stream<F256, TFunction>(a, b, y, length, function);
        else if (F128.IsSupported) Stream<F128, TFunction>(a, b, y, length, function);
        else Map<F1, TFunction>(a, 1, b, 1, y, 0, length, function);
    }

    /// <summary>dx[i] (+)= dy[i]·d(a[i·aStep], b[i·bStep], y[i]), steps 0 or 1.</summary>
    public static void Gradient<TPartial>(
        float* a, nint aStep, float* b, nint bStep, float* y, float* dy, float* dx, nint length, TPartial partial, bool accumulate)
        where TPartial : unmanaged, IPartialDerivative
    {
        nint done = 0;
        if (F512.IsSupported) done = Gradient<F512, TPartial>(a, aStep, b, bStep, y, dy, dx, 0, length, partial, accumulate);
        else if (F256.IsSupported) done = Gradient<F256, TPartial>(a, aStep, b, bStep, y, dy, dx, 0, length, partial, accumulate);
        else if (F128.IsSupported) done = Gradient<F128, TPartial>(a, aStep, b, bStep, y, dy, dx, 0, length, partial, accumulate);
        if (done < length) Gradient<F1, TPartial>(a, aStep, b, bStep, y, dy, dx, done, length, partial, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint Map<TSimd, TFunction>(
        float* a, nint aStep, float* b, nint bStep, float* y, nint i, nint length, TFunction function)
        where TSimd : unmanaged, ISimd<TSimd>
        where TFunction : unmanaged, IBinaryFunction
    {
        nint last = length - TSimd.Width;
        if (aStep == 0)
        {
            TSimd left = TSimd.Splat(*a);
            for (; i <= last; i += TSimd.Width) TSimd.Store(Value(left, TSimd.Load(b + i), function), y + i);
        }
        else if (bStep == 0)
        {
            TSimd right = TSimd.Splat(*b);
            for (; i <= last; i += TSimd.Width) TSimd.Store(Value(TSimd.Load(a + i), right, function), y + i);
        }
        else
        {
            for (; i <= last; i += TSimd.Width) TSimd.Store(Value(TSimd.Load(a + i), TSimd.Load(b + i), function), y + i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Value<TSimd, TFunction>(TSimd a, TSimd b, TFunction function)
        where TSimd : unmanaged, ISimd<TSimd>
        where TFunction : unmanaged, IBinaryFunction
    {
        TSimd y = function.Invoke(a, b);
        return TFunction.MayVanish ? TSimd.Flush(y) : y;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Stream<TSimd, TFunction>(float* a, float* b, float* y, int length, TFunction function)
        where TSimd : unmanaged, ISimd<TSimd>
        where TFunction : unmanaged, IBinaryFunction
    {
        nint i = Map<F1, TFunction>(a, 1, b, 1, y, 0, Streaming.Unaligned<TSimd>(y, length), function);
        for (nint last = length - TSimd.Width; i <= last; i += TSimd.Width)
        {
            TSimd.StoreStreaming(Value(TSimd.Load(a + i), TSimd.Load(b + i), function), y + i);
        }

        Streaming.Fence();
        Map<F1, TFunction>(a, 1, b, 1, y, i, length, function);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint Gradient<TSimd, TPartial>(
        float* a, nint aStep, float* b, nint bStep, float* y, float* dy, float* dx, nint i, nint length, TPartial partial, bool accumulate)
        where TSimd : unmanaged, ISimd<TSimd>
        where TPartial : unmanaged, IPartialDerivative
    {
        TSimd oneLeft = aStep == 0 ? TSimd.Splat(*a) : TSimd.Zero, oneRight = bStep == 0 ? TSimd.Splat(*b) : TSimd.Zero;
        for (nint last = length - TSimd.Width; i <= last; i += TSimd.Width)
        {
            TSimd left = aStep == 0 ? oneLeft : TSimd.Load(a + i), right = bStep == 0 ? oneRight : TSimd.Load(b + i);
            TSimd product = TSimd.Load(dy + i) * partial.Invoke(left, right, TSimd.Load(y + i));
            TSimd.Store(TSimd.Flush(accumulate ? TSimd.Load(dx + i) + product : product), dx + i);
        }

        return i;
    }
}
