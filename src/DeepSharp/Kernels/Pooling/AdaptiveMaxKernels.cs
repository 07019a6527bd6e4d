using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Maxima over the windows of the middle axis of (outer, length, inner), and the backward pass.</summary>
/// <remarks>
/// The first of equal maxima wins, and a NaN reaches every output whose window holds it. What is saved is the number of the maximum in its
/// window, as a whole-number float: windows have at most <see cref="LargestWindow"/> values.
/// </remarks>
internal static unsafe class AdaptiveMaxKernels
{
    /// <summary>Above it not every whole number is a float.</summary>
    public const int LargestWindow = 1 << 24;

    /// <summary>y = maxima of the windows of x. Without <paramref name="positions"/> (empty) nothing is saved.</summary>
    public static void Forward(AdaptiveAxis axis, ReadOnlySpan<float> x, int outer, int inner, Span<float> y, Span<float> positions)
    {
        KernelGuard.AtLeast(x, (long)outer * axis.Input * inner);
        KernelGuard.AtLeast(y, (long)outer * axis.Output * inner);
        if (!positions.IsEmpty) KernelGuard.AtLeast(positions, (long)outer * axis.Output * inner);
        if ((long)outer * axis.Output * inner == 0) return;
        fixed (float* px = x, py = y, pp = positions)
        {
            int lines = outer * axis.Output, grain = RowGrain.For(lines, inner * (2L + axis.Input / axis.Output));
            WorkerPool.For(lines, grain, new ForwardBody(axis, px, inner, py, pp));
        }
    }

    /// <summary>dx (+)= dy at the values that were the maxima.</summary>
    public static void Backward(
        AdaptiveAxis axis, ReadOnlySpan<float> dy, ReadOnlySpan<float> positions, int outer, int inner, Span<float> dx, bool accumulate)
    {
        KernelGuard.AtLeast(dy, (long)outer * axis.Output * inner);
        KernelGuard.AtLeast(positions, (long)outer * axis.Output * inner);
        KernelGuard.AtLeast(dx, (long)outer * axis.Input * inner);
        if ((long)outer * axis.Input * inner == 0) return;
        fixed (float* pdy = dy, pp = positions, pdx = dx)
        {
            int lines = outer * axis.Input, grain = RowGrain.For(lines, inner * (2L + axis.Output / axis.Input));
            WorkerPool.For(lines, grain, new BackwardBody(axis, pdy, pp, inner, pdx, accumulate));
        }
    }

    // One index is a line of outputs, inner values.
    private readonly struct ForwardBody(AdaptiveAxis axis, float* x, int inner, float* y, float* positions) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int line = start; line < end; line++)
            {
                int column = 0;
                if (F512.IsSupported) column = Columns<F512>(line, column);
                if (F256.IsSupported) column = Columns<F256>(line, column);
                if (F128.IsSupported) column = Columns<F128>(line, column);
                Columns<F1>(line, column);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private int Columns<TSimd>(int line, int from) where TSimd : unmanaged, ISimd<TSimd>
        {
            int to = from + (inner - from) / TSimd.Width * TSimd.Width;
            if (to == from) return from;
            (int sample, int output) = Math.DivRem(line, axis.Output);
            PoolRange window = axis.Window(output);
            nint step = inner, at = line * step;
            float* first = x + ((nint)sample * axis.Input + window.Start) * step;
            TSimd one = TSimd.Splat(1f);
            for (nint c = from; c < to; c += TSimd.Width)
            {
                float* value = first + c;
                TSimd best = TSimd.Load(value), position = TSimd.Zero, number = one;
                for (int k = 1; k < window.Count; k++)
                {
                    value += step;
                    TSimd candidate = TSimd.Load(value);
                    // Max lets a NaN through and keeps it; no comparison with one is true.
                    position = TSimd.Select(TSimd.GreaterThan(candidate, best), number, position);
                    best = TSimd.Max(best, candidate);
                    number += one;
                }

                TSimd.Store(best, y + at + c);
                if (positions != null) TSimd.Store(position, positions + at + c);
            }

            return to;
        }
    }

    // One index is a line of inputs, inner values.
    private readonly struct BackwardBody(AdaptiveAxis axis, float* dy, float* positions, int inner, float* dx, bool accumulate) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int line = start; line < end; line++)
            {
                int column = 0;
                if (F512.IsSupported) column = Columns<F512>(line, column);
                if (F256.IsSupported) column = Columns<F256>(line, column);
                if (F128.IsSupported) column = Columns<F128>(line, column);
                Columns<F1>(line, column);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private int Columns<TSimd>(int line, int from) where TSimd : unmanaged, ISimd<TSimd>
        {
            int to = from + (inner - from) / TSimd.Width * TSimd.Width;
            if (to == from) return from;
            (int sample, int input) = Math.DivRem(line, axis.Input);
            PoolRange windows = axis.Windows(input);
            nint step = inner;
            for (nint c = from; c < to; c += TSimd.Width)
            {
                float* target = dx + line * step + c;
                TSimd sum = accumulate ? TSimd.Load(target) : TSimd.Zero;
                nint output = ((nint)sample * axis.Output + windows.Start) * step + c;
                for (int i = windows.Start; i < windows.End; i++, output += step)
                {
                    TSimd isHere = TSimd.Equal(TSimd.Load(positions + output), TSimd.Splat(input - axis.Window(i).Start));
                    sum += TSimd.Select(isHere, TSimd.Load(dy + output), TSimd.Zero);
                }

                TSimd.Store(sum, target);
            }

            return to;
        }
    }
}
