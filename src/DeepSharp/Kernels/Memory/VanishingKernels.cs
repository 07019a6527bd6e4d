using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary><see cref="Vanishing"/> for stretches of memory, on one thread.</summary>
internal static unsafe class VanishingKernels
{
    /// <summary>target = source, with 0 for subnormal numbers; both may be the same memory.</summary>
    public static void Copy(ReadOnlySpan<float> source, Span<float> target)
    {
        KernelGuard.SameLength(source, target);
        fixed (float* from = source, to = target) Copy(from, to, source.Length, Vanishing.Subnormal);
    }

    /// <summary>0 for subnormal numbers, in place.</summary>
    public static void Flush(Span<float> values) => Copy(values, values);

    /// <summary>0 for what is negligible, in place.</summary>
    public static void Drop(Span<float> values)
    {
        fixed (float* all = values) Copy(all, all, values.Length, Vanishing.Negligible);
    }

    /// <summary>target = source, with 0 for what is not above the bound; both may be the same memory.</summary>
    public static void Copy(float* source, float* target, int length, float bound)
    {
        nint i = 0;
        if (F512.IsSupported) i = Run<F512>(source, target, i, length, bound);
        if (F256.IsSupported) i = Run<F256>(source, target, i, length, bound);
        if (F128.IsSupported) i = Run<F128>(source, target, i, length, bound);
        if (i < length) Run<F1>(source, target, i, length, bound);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint Run<TSimd>(float* source, float* target, nint i, nint length, float bound) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd bounds = TSimd.Splat(bound);
        for (; i <= length - TSimd.Width; i += TSimd.Width) TSimd.Store(TSimd.Cut(TSimd.Load(source + i), bounds), target + i);
        return i;
    }
}
