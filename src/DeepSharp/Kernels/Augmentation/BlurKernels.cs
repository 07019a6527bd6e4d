using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

/// <summary>Sums of neighbours along one axis of (outer, length, inner), each times a weight; beyond the ends there are zeros.</summary>
internal static unsafe class BlurKernels
{
    /// <summary>y[o, i, k] (+)= Σ w[j]·x[o, i + j - (n - 1)/2, k] for an odd number n of weights.</summary>
    public static void Run(
        ReadOnlySpan<float> x, int outer, int length, int inner, ReadOnlySpan<float> weights, Span<float> y, bool accumulate)
    {
        KernelGuard.Exactly(x, (long)outer * length * inner);
        KernelGuard.Exactly(y, (long)outer * length * inner);
        if (y.IsEmpty) return;
        fixed (float* px = x, py = y, pw = weights)
        {
            // Of the axis before the channels a whole line is summed at once, of the one before that line by line.
            bool isRow = inner < length;
            int lines = isRow ? outer : outer * length;
            long values = (isRow ? (long)length : 1) * inner * weights.Length;
            WorkerPool.For(lines, RowGrain.For(lines, values), new Body(px, py, pw, weights.Length, length, inner, isRow, accumulate));
        }
    }

    private readonly struct Body(float* x, float* y, float* weights, int count, int length, int inner, bool isRow, bool accumulate)
        : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int line = start; line < end; line++)
            {
                if (isRow) SumShifted(x + (nint)line * length * inner, y + (nint)line * length * inner);
                else SumLines(line);
            }
        }

        private void SumShifted(float* from, float* to)
        {
            int size = length * inner;
            if (!accumulate) new Span<float>(to, size).Clear();
            for (int j = 0; j < count; j++)
            {
                // Kernels may be longer than images.
                long shift = (j - (count - 1L) / 2) * inner, first = Math.Max(0, -shift), last = Math.Min(size, size - shift);
                if (last <= first) continue;
                var part = new Span<float>(to + first, (int)(last - first));
                TensorPrimitives.MultiplyAddEstimate(new ReadOnlySpan<float>(from + first + shift, part.Length), weights[j], part, part);
            }
        }

        private void SumLines(int line)
        {
            var to = new Span<float>(y + (nint)line * inner, inner);
            if (!accumulate) to.Clear();
            int place = line % length;
            float* from = x + (nint)(line - place) * inner;
            for (int j = 0; j < count; j++)
            {
                int source = place + j - (count - 1) / 2;
                if ((uint)source >= (uint)length) continue;
                TensorPrimitives.MultiplyAddEstimate(new ReadOnlySpan<float>(from + (nint)source * inner, inner), weights[j], to, to);
            }
        }
    }
}
