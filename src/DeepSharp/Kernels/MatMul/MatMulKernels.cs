namespace DeepSharp.Kernels;

/// <summary>
/// Products of row-major matrices: y = x·w + b, its two gradients xᵀ·g and g·wᵀ, and batches of them. The same bits for
/// any number of threads.
/// </summary>
/// <remarks>
/// Each element of C is summed by one thread: up to 256 products in the order of the inner index, such steps one after the other.
/// C must not overlap an operand. Scratch memory of the calling thread (left, right, edge) is overwritten.
/// </remarks>
internal static unsafe partial class MatMulKernels
{
    /// <summary>C (+)= op(A)·op(B). A is stored inner by rows if transposed, B columns by inner.</summary>
    public static void Multiply(
        ReadOnlySpan<float> a, bool transposeA, ReadOnlySpan<float> b, bool transposeB, Span<float> c,
        int rows, int inner, int columns, bool accumulate)
    {
        KernelGuard.AtLeast(a, (long)rows * inner);
        KernelGuard.AtLeast(b, (long)inner * columns);
        KernelGuard.AtLeast(c, (long)rows * columns);
        fixed (float* pa = a, pb = b, pc = c)
        {
            Run(Problem(pa, transposeA, pb, transposeB, pc, rows, inner, columns, accumulate));
        }
    }

    /// <summary>y = activation(x·w + bias); the bias, one value a column, may be empty.</summary>
    public static void MultiplyAddBias(
        ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> bias, Span<float> y,
        int rows, int inner, int columns, FusedActivation activation)
    {
        KernelGuard.AtLeast(x, (long)rows * inner);
        KernelGuard.AtLeast(w, (long)inner * columns);
        KernelGuard.AtLeast(y, (long)rows * columns);
        if (!bias.IsEmpty) KernelGuard.AtLeast(bias, columns);
        fixed (float* px = x, pw = w, pb = bias, py = y) MultiplyAddBias(px, pw, pb, py, rows, inner, columns, activation);
    }

    /// <summary>The same in memory that the caller has checked; the bias may be null.</summary>
    public static void MultiplyAddBias(
        float* x, float* w, float* bias, float* y, int rows, int inner, int columns, FusedActivation activation)
    {
        MatMulProblem problem = Problem(x, transposeA: false, w, transposeB: false, y, rows, inner, columns, accumulate: false);
        problem.Bias = bias;
        problem.Activation = activation;
        Run(problem);
    }

    /// <summary>The same with w as <see cref="PackedColumns"/> keeps it. The bits are those of the plain product.</summary>
    public static void MultiplyPacked(
        ReadOnlySpan<float> x, ReadOnlySpan<float> packed, ReadOnlySpan<float> bias, Span<float> y,
        int rows, int inner, int columns, FusedActivation activation)
    {
        KernelGuard.AtLeast(x, (long)rows * inner);
        KernelGuard.AtLeast(packed, PackedColumns.Length(inner, columns));
        KernelGuard.AtLeast(y, (long)rows * columns);
        if (!bias.IsEmpty) KernelGuard.AtLeast(bias, columns);
        fixed (float* px = x, pw = packed, pb = bias, py = y)
        {
            MatMulProblem problem = Problem(px, transposeA: false, null, transposeB: false, py, rows, inner, columns, accumulate: false);
            problem.PackedB = pw;
            problem.Bias = pb;
            problem.Activation = activation;
            Run(problem);
        }
    }

    private static MatMulProblem Problem(
        float* a, bool transposeA, float* b, bool transposeB, float* c, int rows, int inner, int columns, bool accumulate) => new()
        {
            A = a,
            ARowStride = transposeA ? 1 : inner,
            ADepthStride = transposeA ? rows : 1,
            B = b,
            BDepthStride = transposeB ? 1 : columns,
            BColumnStride = transposeB ? inner : 1,
            C = c,
            Rows = rows,
            Inner = inner,
            Columns = columns,
            Accumulate = accumulate,
            Threads = WorkerPool.Threads,
        };

    private static void Run(in MatMulProblem problem)
    {
        if (problem.Rows == 0 || problem.Columns == 0) return;

        // A tile twice as wide as the matrix would waste half of its work: narrow matrices take narrow registers.
        if (F512.IsSupported && (problem.Columns > 16 || IsVector(problem))) Run<F512>(problem);
        else if (F256.IsSupported && (problem.Columns > 8 || IsVector(problem))) Run<F256>(problem);
        else if (F128.IsSupported) Run<F128>(problem);
        else Run<F1>(problem);
    }

    private static bool IsVector(in MatMulProblem problem) => problem.PackedB == null && (problem.Rows == 1 || problem.Columns == 1);

    private static void Run<TSimd>(in MatMulProblem problem) where TSimd : unmanaged, ISimd<TSimd>
    {
        if (problem.Inner == 0 || IsVector(problem))
        {
            if (problem.Inner == 0) AddNothing(problem);
            else if (problem.Columns == 1) MultiplyColumn<TSimd>(problem);
            else MultiplyRow<TSimd>(problem);

            if (!problem.HasEpilogue) return;
            new MatMulEpilogue
            {
                Sums = problem.C,
                SumsStride = problem.Columns,
                C = problem.C,
                CStride = problem.Columns,
                Rows = problem.Rows,
                Columns = problem.Columns,
                Finishes = true,
                Bias = problem.Bias,
                Activation = problem.Activation,
            }.Run();
            return;
        }

        PackedMatMul.Multiply<TSimd>(problem);
    }

    private static void AddNothing(in MatMulProblem problem)
    {
        if (problem.Accumulate) return;
        for (int row = 0; row < problem.Rows; row++) new Span<float>(problem.C + (nint)row * problem.Columns, problem.Columns).Clear();
    }

    private static void MultiplyColumn<TSimd>(in MatMulProblem problem) where TSimd : unmanaged, ISimd<TSimd>
    {
        if (problem.IsTransposedA)
        {
            MatrixVector.CombineRows<TSimd>(problem.A, problem.Inner, problem.Rows, problem.B, problem.C, problem.Accumulate);
        }
        else
        {
            MatrixVector.RowDots<TSimd>(problem.A, problem.Rows, problem.Inner, problem.B, problem.C, problem.Accumulate);
        }
    }

    private static void MultiplyRow<TSimd>(in MatMulProblem problem) where TSimd : unmanaged, ISimd<TSimd>
    {
        if (problem.IsTransposedB)
        {
            MatrixVector.RowDots<TSimd>(problem.B, problem.Columns, problem.Inner, problem.A, problem.C, problem.Accumulate);
        }
        else
        {
            MatrixVector.CombineRows<TSimd>(problem.B, problem.Inner, problem.Columns, problem.A, problem.C, problem.Accumulate);
        }
    }
}
