using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Applies element-wise functions of one variable, and their derivatives, to spans of any length.</summary>
internal static unsafe class UnaryKernels
{
    // Elements of a chunk, some microseconds of work; a multiple of every register width. Smaller chunks lose more than they balance:
    // op.gelu.16M on two threads 3.9 ms in chunks of 8192 elements, 2.8 ms so.
    private const int Grain = 32768;

    private const int WidestRegister = 16;

    /// <summary>y = f(x). <paramref name="y"/> may be <paramref name="x"/>.</summary>
    public static void Map<TFunction>(ReadOnlySpan<float> x, Span<float> y, TFunction function) where TFunction : unmanaged, IUnaryFunction
    {
        KernelGuard.SameLength(x, y);
        fixed (float* from = x)
        fixed (float* to = y)
        {
            WorkerPool.For(x.Length, Grain, new MapBody<TFunction>(from, to, Streaming.Pays(y, x), function));
        }
    }

    /// <summary>
    /// dx (+)= dy·f'(x), with y = f(x). Where f needs only one of <paramref name="x"/> and <paramref name="y"/>, pass that one for both.
    /// <paramref name="dx"/> may be <paramref name="dy"/>.
    /// </summary>
    public static void AccumulateGradient<TFunction>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, TFunction function, bool accumulate)
        where TFunction : unmanaged, IUnaryGradient
    {
        KernelGuard.SameLength(x, y);
        KernelGuard.SameLength(x, dy);
        KernelGuard.SameLength(x, dx);
        fixed (float* px = x)
        fixed (float* py = y)
        fixed (float* pdy = dy)
        fixed (float* pdx = dx)
        {
            WorkerPool.For(x.Length, Grain, new GradientBody<TFunction>(px, py, pdy, pdx, function, accumulate));
        }
    }

    private readonly struct MapBody<TFunction>(float* x, float* y, bool streams, TFunction function) : IRangeBody
        where TFunction : unmanaged, IUnaryFunction
    {
        public void Invoke(int start, int end)
        {
            float* from = x + start;
            float* to = y + start;
            int length = end - start;
            if (F512.IsSupported) Run<F512>(from, to, length);
            else if (F256.IsSupported) Run<F256>(from, to, length);
            else if (F128.IsSupported) Run<F128>(from, to, length);
            else Run<F1>(from, to, length);
        }

        private void Run<TSimd>(float* from, float* to, int length) where TSimd : unmanaged, ISimd<TSimd>
        {
            int first = streams ? Streaming.Unaligned<TSimd>(to, length) : 0;
            if (first > 0) Rest<TSimd>(from, to, first);
            int last = length - (length - first) % TSimd.Width;
            if (streams) Stream<TSimd>(from + first, to + first, last - first, function);
            else Whole<TSimd>(from, to, last, function);
            if (last < length) Rest<TSimd>(from + last, to + last, length - last);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static void Whole<TSimd>(float* from, float* to, nint length, TFunction function) where TSimd : unmanaged, ISimd<TSimd>
        {
            if (length == 0) return;
            nint i = 0;
            do
            {
                TSimd.Store(Value(TSimd.Load(from + i), function), to + i);
                i += TSimd.Width;
            }
            while (i < length);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static void Stream<TSimd>(float* from, float* to, nint length, TFunction function) where TSimd : unmanaged, ISimd<TSimd>
        {
            if (length == 0) return;
            nint i = 0;
            do
            {
                TSimd.StoreStreaming(Value(TSimd.Load(from + i), function), to + i);
                i += TSimd.Width;
            }
            while (i < length);
            Streaming.Fence();
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TSimd Value<TSimd>(TSimd x, TFunction function) where TSimd : unmanaged, ISimd<TSimd>
        {
            TSimd y = function.Invoke(x);
            return TFunction.MayVanish ? TSimd.Flush(y) : y;
        }

        // Elements that fill no register go through a whole one too: one instantiation to compile, and the same bits wherever one stands.
        private void Rest<TSimd>(float* from, float* to, int count) where TSimd : unmanaged, ISimd<TSimd>
        {
            float* register = stackalloc float[WidestRegister];
            new Span<float>(register, WidestRegister).Clear();
            new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(register, count));
            Whole<TSimd>(register, register, TSimd.Width, function);
            new ReadOnlySpan<float>(register, count).CopyTo(new Span<float>(to, count));
        }
    }

    private readonly struct GradientBody<TFunction>(float* x, float* y, float* dy, float* dx, TFunction function, bool accumulate)
        : IRangeBody where TFunction : unmanaged, IUnaryGradient
    {
        public void Invoke(int start, int end)
        {
            int length = end - start;
            if (F512.IsSupported) Run<F512>(start, length);
            else if (F256.IsSupported) Run<F256>(start, length);
            else if (F128.IsSupported) Run<F128>(start, length);
            else Run<F1>(start, length);
        }

        private void Run<TSimd>(nint start, int length) where TSimd : unmanaged, ISimd<TSimd>
        {
            int whole = length - length % TSimd.Width;
            Whole<TSimd>(x + start, y + start, dy + start, dx + start, whole, function, accumulate);
            if (whole < length) Rest<TSimd>(start + whole, length - whole);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private static void Whole<TSimd>(float* x, float* y, float* dy, float* dx, nint length, TFunction function, bool accumulate)
            where TSimd : unmanaged, ISimd<TSimd>
        {
            if (length == 0) return;
            nint i = 0;
            if (accumulate)
            {
                do
                {
                    TSimd derivative = function.Derivative(TSimd.Load(x + i), TSimd.Load(y + i));
                    TSimd.Store(Kept(TSimd.MultiplyAdd(TSimd.Load(dy + i), derivative, TSimd.Load(dx + i))), dx + i);
                    i += TSimd.Width;
                }
                while (i < length);
                return;
            }

            do
            {
                TSimd gradient = TSimd.Load(dy + i) * function.Derivative(TSimd.Load(x + i), TSimd.Load(y + i));
                TSimd.Store(Kept(gradient), dx + i);
                i += TSimd.Width;
            }
            while (i < length);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TSimd Kept<TSimd>(TSimd gradient) where TSimd : unmanaged, ISimd<TSimd> => TFunction.Slopes switch
        {
            Slopes.Whole => gradient,
            Slopes.OfArithmetic => TSimd.Flush(gradient),
            _ => Vanishing.Drop(gradient),
        };

        private void Rest<TSimd>(nint start, int count) where TSimd : unmanaged, ISimd<TSimd>
        {
            float* registers = stackalloc float[4 * WidestRegister];
            var all = new Span<float>(registers, 4 * WidestRegister);
            all.Clear();
            new ReadOnlySpan<float>(x + start, count).CopyTo(all);
            new ReadOnlySpan<float>(y + start, count).CopyTo(all[WidestRegister..]);
            new ReadOnlySpan<float>(dy + start, count).CopyTo(all[(2 * WidestRegister)..]);
            new ReadOnlySpan<float>(dx + start, count).CopyTo(all[(3 * WidestRegister)..]);
            float* result = registers + 3 * WidestRegister;
            Whole<TSimd>(registers, registers + WidestRegister, registers + 2 * WidestRegister, result, TSimd.Width, function, accumulate);
            new ReadOnlySpan<float>(result, count).CopyTo(new Span<float>(dx + start, count));
        }
    }
}
