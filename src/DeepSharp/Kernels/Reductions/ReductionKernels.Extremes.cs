using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

/// <content>Maxima and minima over the middle axis of (outer, axis, inner), their positions, and the backward pass.</content>
internal static unsafe partial class ReductionKernels
{
    private const int ExtremeStrip = 1024;

    /// <summary>y[o, i] = max over a of x[o, a, i]; NaN if any is NaN. The axis has at least one element.</summary>
    public static void Max(ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> y) =>
        Extreme(x, outer, axis, inner, y, true);

    /// <summary>y[o, i] = min over a of x[o, a, i]; NaN if any is NaN. The axis has at least one element.</summary>
    public static void Min(ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> y) =>
        Extreme(x, outer, axis, inner, y, false);

    /// <summary>y[o, i] = the first a with the largest x[o, a, i], as a float; the first NaN if there is one.</summary>
    public static void ArgMax(ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> y) =>
        ArgExtreme(x, outer, axis, inner, y, true);

    /// <summary>y[o, i] = the first a with the smallest x[o, a, i], as a float; the first NaN if there is one.</summary>
    public static void ArgMin(ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> y) =>
        ArgExtreme(x, outer, axis, inner, y, false);

    /// <summary>dx (+)= dy where x is the extreme y, shared equally among equal elements, as Keras has it; 0 elsewhere.</summary>
    public static void AccumulateExtremeGradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int outer, int axis, int inner, Span<float> dx,
        bool accumulate)
    {
        CheckAxis(x, outer, axis, inner, y);
        KernelGuard.SameLength(x, dx);
        KernelGuard.SameLength(y, dy);
        fixed (float* px = x)
        fixed (float* py = y)
        fixed (float* pdy = dy)
        fixed (float* pdx = dx)
        {
            WorkerPool.For(outer, RowsPerChunk(axis, inner), new ExtremeGradientBody(px, py, pdy, axis, inner, pdx, accumulate));
        }
    }

    private static void Extreme(ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> y, bool isMax)
    {
        CheckAxis(x, outer, axis, inner, y);
        if (y.IsEmpty) return;
        int strips = (inner + ExtremeStrip - 1) / ExtremeStrip;
        fixed (float* px = x)
        fixed (float* py = y)
        {
            int grain = RowsPerChunk(axis, Math.Min(inner, ExtremeStrip));
            WorkerPool.For(outer * strips, grain, new ExtremeBody(px, axis, inner, strips, py, isMax));
        }
    }

    private static void ArgExtreme(ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> y, bool isMax)
    {
        CheckAxis(x, outer, axis, inner, y);
        fixed (float* px = x)
        fixed (float* py = y) WorkerPool.For(outer, RowsPerChunk(axis, inner), new ArgExtremeBody(px, axis, inner, py, isMax));
    }

    private static void CheckAxis(ReadOnlySpan<float> x, int outer, int axis, int inner, ReadOnlySpan<float> y)
    {
        KernelGuard.Exactly(x, (long)outer * axis * inner);
        KernelGuard.Exactly(y, (long)outer * inner);
        if (axis == 0 && y.Length > 0) throw new ArgumentException("A kernel cannot take the maximum or minimum of no elements.");
    }

    private static int RowsPerChunk(int axis, int inner) => (int)Math.Max(1, Grain / Math.Max(1, (long)axis * inner));

    // One index is a strip of the inner axis.
    private readonly struct ExtremeBody(float* x, int axis, int inner, int strips, float* y, bool isMax) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                (int o, int strip) = Math.DivRem(i, strips);
                int at = strip * ExtremeStrip, count = Math.Min(ExtremeStrip, inner - at);
                float* from = x + (nint)o * axis * inner + at, to = y + (nint)o * inner + at;
                if (inner == 1)
                {
                    var row = new ReadOnlySpan<float>(from, axis);
                    *to = isMax ? TensorPrimitives.Max(row) : TensorPrimitives.Min(row);
                    continue;
                }

                var result = new Span<float>(to, count);
                new ReadOnlySpan<float>(from, count).CopyTo(result);
                for (int a = 1; a < axis; a++)
                {
                    var values = new ReadOnlySpan<float>(from + (nint)a * inner, count);
                    if (isMax) TensorPrimitives.Max(result, values, result);
                    else TensorPrimitives.Min(result, values, result);
                }
            }
        }
    }

    // One index is an outer one.
    private readonly struct ArgExtremeBody(float* x, int axis, int inner, float* y, bool isMax) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int o = start; o < end; o++)
            {
                float* from = x + (nint)o * axis * inner;
                for (int i = 0; i < inner; i++) y[(nint)o * inner + i] = Find(from + i);
            }
        }

        private int Find(float* from)
        {
            int found = 0;
            float best = *from;
            if (float.IsNaN(best)) return 0;
            for (int a = 1; a < axis; a++)
            {
                float value = from[(nint)a * inner];
                if (isMax ? value <= best : value >= best) continue;
                (best, found) = (value, a);
                if (float.IsNaN(best)) break;
            }

            return found;
        }
    }

    // One index is an outer one.
    private readonly struct ExtremeGradientBody(float* x, float* y, float* dy, int axis, int inner, float* dx, bool accumulate) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int o = start; o < end; o++)
            {
                nint at = (nint)o * axis * inner, sumAt = (nint)o * inner;
                for (int i = 0; i < inner; i++) Share(x + at + i, y[sumAt + i], dy[sumAt + i], dx + at + i);
            }
        }

        private void Share(float* x, float extreme, float gradient, float* dx)
        {
            int count = 0;
            for (int a = 0; a < axis; a++) count += x[(nint)a * inner] == extreme ? 1 : 0;
            float share = gradient / count;
            for (int a = 0; a < axis; a++)
            {
                nint i = (nint)a * inner;
                float part = x[i] == extreme ? share : 0;
                dx[i] = accumulate ? dx[i] + part : part;
            }
        }
    }
}
