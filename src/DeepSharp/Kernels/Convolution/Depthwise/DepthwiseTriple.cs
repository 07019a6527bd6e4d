using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Three neighbouring taps of a <see cref="DepthwiseKernelGradient"/> over some pixels of a row, for a stride of one: each source pixel is
/// loaded once and stays in registers for the three output pixels that it is multiplied with.
/// </summary>
internal unsafe struct DepthwiseTriple
{
    /// <summary>Under the first tap of the first pixel.</summary>
    public float* Source;

    public float* Gradient;

    /// <summary>Of the first tap; those of the others follow.</summary>
    public float* Sum;

    public int Pixels;
    public int Channels;

    /// <summary>sum[tap, c] += Σ source[pixel + tap, c] · gradient[pixel, c]</summary>
    public readonly void Run()
    {
        int c = 0;
        if (F512.IsSupported) c = Run<F512>(c);
        if (F256.IsSupported && c < Channels) c = Run<F256>(c);
        if (F128.IsSupported && c < Channels) c = Run<F128>(c);
        if (c < Channels) Run<F1>(c);
    }

    private readonly int Run<TSimd>(int c) where TSimd : unmanaged, ISimd<TSimd>
    {
        for (; c <= Channels - 2 * TSimd.Width; c += 2 * TSimd.Width) TwoRegisters<TSimd>(Source + c, Gradient + c, Sum + c);
        for (; c <= Channels - TSimd.Width; c += TSimd.Width) OneRegister<TSimd>(Source + c, Gradient + c, Sum + c);
        return c;
    }

    // Six sums in flight hide the latency of the additions. With six source pixels and two gradients they fit 16 registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly void TwoRegisters<TSimd>(float* source, float* gradient, float* sum) where TSimd : unmanaged, ISimd<TSimd>
    {
        nint next = Channels;
        int width = TSimd.Width, left = Pixels;
        Sums<TSimd> first = default, second = default;
        TSimd a0 = TSimd.Load(source), a1 = TSimd.Load(source + next), a2;
        TSimd b0 = TSimd.Load(source + width), b1 = TSimd.Load(source + next + width), b2;
        source += 2 * next;
        for (; left >= 3; left -= 3)
        {
            a2 = TSimd.Load(source);
            b2 = TSimd.Load(source + width);
            first.MultiplyAdd(a0, a1, a2, TSimd.Load(gradient));
            second.MultiplyAdd(b0, b1, b2, TSimd.Load(gradient + width));
            source += next;
            gradient += next;
            a0 = TSimd.Load(source);
            b0 = TSimd.Load(source + width);
            first.MultiplyAdd(a1, a2, a0, TSimd.Load(gradient));
            second.MultiplyAdd(b1, b2, b0, TSimd.Load(gradient + width));
            source += next;
            gradient += next;
            a1 = TSimd.Load(source);
            b1 = TSimd.Load(source + width);
            first.MultiplyAdd(a2, a0, a1, TSimd.Load(gradient));
            second.MultiplyAdd(b2, b0, b1, TSimd.Load(gradient + width));
            source += next;
            gradient += next;
        }

        for (; left > 0; left--)
        {
            a2 = TSimd.Load(source);
            b2 = TSimd.Load(source + width);
            first.MultiplyAdd(a0, a1, a2, TSimd.Load(gradient));
            second.MultiplyAdd(b0, b1, b2, TSimd.Load(gradient + width));
            (a0, a1, b0, b1) = (a1, a2, b1, b2);
            source += next;
            gradient += next;
        }

        first.AddTo(sum, next);
        second.AddTo(sum + width, next);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly void OneRegister<TSimd>(float* source, float* gradient, float* sum) where TSimd : unmanaged, ISimd<TSimd>
    {
        nint next = Channels;
        Sums<TSimd> sums = default;
        TSimd a0 = TSimd.Load(source), a1 = TSimd.Load(source + next);
        source += 2 * next;
        for (int left = Pixels; left > 0; left--, source += next, gradient += next)
        {
            TSimd a2 = TSimd.Load(source);
            sums.MultiplyAdd(a0, a1, a2, TSimd.Load(gradient));
            (a0, a1) = (a1, a2);
        }

        sums.AddTo(sum, next);
    }

    /// <summary>Of three taps, for one register of channels.</summary>
    private struct Sums<TSimd> where TSimd : unmanaged, ISimd<TSimd>
    {
        private TSimd _tap0;
        private TSimd _tap1;
        private TSimd _tap2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyAdd(TSimd x0, TSimd x1, TSimd x2, TSimd gradient)
        {
            _tap0 = TSimd.MultiplyAdd(x0, gradient, _tap0);
            _tap1 = TSimd.MultiplyAdd(x1, gradient, _tap1);
            _tap2 = TSimd.MultiplyAdd(x2, gradient, _tap2);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void AddTo(float* sum, nint next)
        {
            TSimd.Store(TSimd.Load(sum) + _tap0, sum);
            TSimd.Store(TSimd.Load(sum + next) + _tap1, sum + next);
            TSimd.Store(TSimd.Load(sum + 2 * next) + _tap2, sum + 2 * next);
        }
    }
}
