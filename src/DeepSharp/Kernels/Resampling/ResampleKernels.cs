using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Applies <see cref="AxisTaps"/> to the middle axis of (outer, length, inner).</summary>
internal static unsafe class ResampleKernels
{
    /// <summary>y (+)= the map of x.</summary>
    public static void Run(AxisTaps taps, ReadOnlySpan<float> x, int outer, int inner, Span<float> y, bool accumulate)
    {
        KernelGuard.AtLeast(x, (long)outer * taps.InputLength * inner);
        KernelGuard.AtLeast(y, (long)outer * taps.OutputLength * inner);
        if ((long)outer * taps.OutputLength * inner == 0) return;
        fixed (float* px = x, py = y, weights = taps.Weights, constants = taps.Constants)
        fixed (int* starts = taps.Starts, offsets = taps.Offsets)
        {
            int lines = outer * taps.OutputLength;
            long valuesOfLine = inner * (2L + taps.Weights.Length / taps.OutputLength);
            WorkerPool.For(lines, RowGrain.For(lines, valuesOfLine), new Body
            {
                X = px,
                Y = py,
                Starts = starts,
                Offsets = offsets,
                Weights = weights,
                Constants = constants,
                Input = taps.InputLength,
                Output = taps.OutputLength,
                Inner = inner,
                Accumulate = accumulate,
            });
        }
    }

    // One index is a line of outputs, inner values.
    private readonly struct Body : IRangeBody
    {
        public required float* X { get; init; }

        public required float* Y { get; init; }

        public required int* Starts { get; init; }

        public required int* Offsets { get; init; }

        public required float* Weights { get; init; }

        public required float* Constants { get; init; }

        public required int Input { get; init; }

        public required int Output { get; init; }

        public required int Inner { get; init; }

        public required bool Accumulate { get; init; }

        public void Invoke(int start, int end)
        {
            int column = 0;
            if (F512.IsSupported) column = Columns<F512>(start, end, column);
            if (F256.IsSupported) column = Columns<F256>(start, end, column);
            if (F128.IsSupported) column = Columns<F128>(start, end, column);
            Columns<F1>(start, end, column);
        }

        /// <summary>Whole registers of the columns from one on; gives the first that is left.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        private int Columns<TSimd>(int start, int end, int from) where TSimd : unmanaged, ISimd<TSimd>
        {
            int to = from + (Inner - from) / TSimd.Width * TSimd.Width;
            if (to == from) return from;
            nint inner = Inner, four = 4 * TSimd.Width;
            bool adds = Accumulate;
            (int sample, int output) = Math.DivRem(start, Output);
            for (int line = start; line < end; line++)
            {
                float* source = X + ((nint)sample * Input + Starts[output]) * inner;
                float* target = Y + line * inner;
                float* weight = Weights + Offsets[output];
                int count = Offsets[output + 1] - Offsets[output];
                TSimd constant = TSimd.Splat(Constants == null ? 0f : Constants[output]);
                nint c = from;
                for (; c <= to - four; c += four)
                {
                    TSimd a = constant, b = constant, d = constant, e = constant;
                    if (adds)
                    {
                        a = TSimd.Load(target + c);
                        b = TSimd.Load(target + c + TSimd.Width);
                        d = TSimd.Load(target + c + 2 * TSimd.Width);
                        e = TSimd.Load(target + c + 3 * TSimd.Width);
                    }

                    float* value = source + c;
                    for (int k = 0; k < count; k++, value += inner)
                    {
                        TSimd w = TSimd.Splat(weight[k]);
                        a = TSimd.MultiplyAdd(TSimd.Load(value), w, a);
                        b = TSimd.MultiplyAdd(TSimd.Load(value + TSimd.Width), w, b);
                        d = TSimd.MultiplyAdd(TSimd.Load(value + 2 * TSimd.Width), w, d);
                        e = TSimd.MultiplyAdd(TSimd.Load(value + 3 * TSimd.Width), w, e);
                    }

                    TSimd.Store(a, target + c);
                    TSimd.Store(b, target + c + TSimd.Width);
                    TSimd.Store(d, target + c + 2 * TSimd.Width);
                    TSimd.Store(e, target + c + 3 * TSimd.Width);
                }

                for (; c < to; c += TSimd.Width)
                {
                    TSimd sum = adds ? TSimd.Load(target + c) : constant;
                    float* value = source + c;
                    for (int k = 0; k < count; k++, value += inner) sum = TSimd.MultiplyAdd(TSimd.Load(value), TSimd.Splat(weight[k]), sum);
                    TSimd.Store(sum, target + c);
                }

                if (++output < Output) continue;
                (sample, output) = (sample + 1, 0);
            }

            return to;
        }
    }
}
