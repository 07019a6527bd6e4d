using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Copies that change the order of axes.</summary>
internal static unsafe class TransposeKernels
{
    private const int MaxRank = BroadcastGeometry.MaxRank;
    private const int Grain = 16384;

    // A strip of rows that is transposed before the next one: its lines stay in the first cache.
    private const int StripRows = 32;

    /// <summary>y[c, r] = x[r, c]</summary>
    public static void Transpose(ReadOnlySpan<float> x, int rows, int columns, Span<float> y) => Permute(x, [rows, columns], [1, 0], y);

    /// <summary>
    /// y with the axes of x in the order <paramref name="permutation"/>: axis i of y is axis permutation[i] of x, as in NumPy's transpose.
    /// <paramref name="y"/> must not overlap <paramref name="x"/>.
    /// </summary>
    public static void Permute(ReadOnlySpan<float> x, ReadOnlySpan<int> dims, ReadOnlySpan<int> permutation, Span<float> y)
    {
        KernelGuard.SameLength(x, y);
        var plan = Plan.Create(dims, permutation, out long size);
        KernelGuard.Exactly(x, size);
        if (size == 0) return;
        if (plan.Rank == 1)
        {
            x.CopyTo(y);
            return;
        }

        fixed (float* px = x)
        fixed (float* py = y)
        {
            int matrices = plan.IsRowCopy ? (int)(size / plan.Length[plan.Rank - 1]) : plan.Strips * (int)(size / plan.Rows / plan.Columns);
            int grain = (int)Math.Max(1, Grain / (size / matrices));
            WorkerPool.For(matrices, grain, new Body(plan, px, py));
        }
    }

    // Axes of y from the outermost, without those of length 1 and with those merged that are neighbours in x too.
    private struct Plan
    {
        public Axes Length;
        public Axes Stride;
        public int Rank;

        // The axis of y whose stride in x is 1.
        public int Source;

        public readonly bool IsRowCopy => Source == Rank - 1;

        public readonly int Rows => Length[Rank - 1];

        public readonly int Columns => Length[Source];

        public readonly int Strips => (Rows + StripRows - 1) / StripRows;

        public static Plan Create(ReadOnlySpan<int> dims, ReadOnlySpan<int> permutation, out long size)
        {
            if (dims.Length > MaxRank || dims.Length != permutation.Length)
            {
                throw new ArgumentException(
                    $"A kernel expected a permutation of {dims.Length} axes, at most {MaxRank}, but got {permutation.Length}.");
            }

            Axes strides = default;
            size = 1;
            for (int i = dims.Length - 1; i >= 0; i--)
            {
                strides[i] = (int)size;
                size *= dims[i];
            }

            Plan plan = default;
            foreach (int axis in permutation)
            {
                (int length, int stride) = (dims[axis], strides[axis]);
                if (length == 1) continue;
                int last = plan.Rank - 1;
                if (last >= 0 && plan.Stride[last] == stride * length)
                {
                    plan.Length[last] *= length;
                    plan.Stride[last] = stride;
                }
                else
                {
                    plan.Length[plan.Rank] = length;
                    plan.Stride[plan.Rank++] = stride;
                }
            }

            if (plan.Rank == 0)
            {
                plan.Length[0] = plan.Stride[0] = 1;
                plan.Rank = 1;
            }

            for (int i = 0; i < plan.Rank; i++)
            {
                if (plan.Stride[i] == 1) plan.Source = i;
            }

            return plan;
        }
    }

    [InlineArray(MaxRank)]
    private struct Axes
    {
        private int _first;
    }

    // One index is a row of y that is contiguous in x, or a strip of a matrix to transpose: x's last axis by y's last axis.
    private readonly struct Body(Plan plan, float* x, float* y) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            if (plan.IsRowCopy)
            {
                int length = plan.Rows;
                for (int i = start; i < end; i++)
                {
                    Start(i, out nint from, out nint to);
                    if (length >= 16)
                    {
                        new ReadOnlySpan<float>(x + from, length).CopyTo(new Span<float>(y + to, length));
                    }
                    else
                    {
                        for (int j = 0; j < length; j++) y[to + j] = x[from + j];
                    }
                }

                return;
            }

            nint yStride = 1;
            for (int axis = plan.Rank - 1; axis > plan.Source; axis--) yStride *= plan.Length[axis];
            for (int i = start; i < end; i++)
            {
                (int matrix, int strip) = Math.DivRem(i, plan.Strips);
                Start(matrix, out nint from, out nint to);
                nint row = strip * StripRows, xStride = plan.Stride[plan.Rank - 1];
                int rows = (int)Math.Min(StripRows, plan.Rows - row);
                TransposeStrip(x + from + row * xStride, xStride, y + to + row, yStride, rows, plan.Columns);
            }
        }

        // Where a matrix or row starts: its number counts through all axes but y's last one and, for a matrix, x's last one.
        private void Start(int index, out nint from, out nint to)
        {
            (from, to) = (0, 0);
            nint yStride = plan.Rows;
            for (int axis = plan.Rank - 2; axis >= 0; axis--)
            {
                int length = plan.Length[axis];
                if (axis != plan.Source)
                {
                    (index, int position) = Math.DivRem(index, length);
                    from += (nint)position * plan.Stride[axis];
                    to += position * yStride;
                }

                yStride *= length;
            }
        }
    }

    // y[c·yStride + r] = x[r·xStride + c]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void TransposeStrip(float* x, nint xStride, float* y, nint yStride, int rows, int columns)
    {
        int c = 0;
        if (RegisterTranspose.IsSupported)
        {
            for (; c <= columns - RegisterTranspose.Size; c += RegisterTranspose.Size)
            {
                int r = 0;
                for (; r <= rows - RegisterTranspose.Size; r += RegisterTranspose.Size)
                {
                    RegisterTranspose.Transpose(x + r * xStride + c, xStride, y + c * yStride + r, yStride);
                }

                Scalar(x + c, xStride, y + c * yStride, yStride, r, rows, RegisterTranspose.Size);
            }
        }

        for (; c < columns; c += RegisterTranspose.Size)
        {
            Scalar(x + c, xStride, y + c * yStride, yStride, 0, rows, Math.Min(RegisterTranspose.Size, columns - c));
        }
    }

    private static void Scalar(float* x, nint xStride, float* y, nint yStride, int start, int rows, int columns)
    {
        for (int r = start; r < rows; r++)
        {
            for (int c = 0; c < columns; c++) y[c * yStride + r] = x[r * xStride + c];
        }
    }
}
