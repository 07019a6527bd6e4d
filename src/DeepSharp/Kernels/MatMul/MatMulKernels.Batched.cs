namespace DeepSharp.Kernels;

/// <summary>Floats from one matrix of a batch to the next; 0 for an operand, or a result, that the whole batch shares.</summary>
internal readonly record struct BatchStrides(long A, long B, long C);

// Products of tensors of rank above 2.
internal static unsafe partial class MatMulKernels
{
    /// <summary>
    /// Work of one product (some 100 microseconds) from which its own parallel loops serve better than a loop over the batch.
    /// </summary>
    private const long LargeProducts = 8 << 20;

    /// <summary>
    /// C[i] (+)= op(A[i])·op(B[i]) for every i of the batch. A shared C receives the sum over the batch: the gradient of a shared operand.
    /// </summary>
    public static void MultiplyBatched(
        ReadOnlySpan<float> a, bool transposeA, ReadOnlySpan<float> b, bool transposeB, Span<float> c,
        int batch, BatchStrides strides, int rows, int inner, int columns, bool accumulate)
    {
        if (batch == 0) return;
        long aSize = (long)rows * inner, bSize = (long)inner * columns, cSize = (long)rows * columns;
        KernelGuard.AtLeast(a, (batch - 1) * strides.A + aSize);
        KernelGuard.AtLeast(b, (batch - 1) * strides.B + bSize);
        KernelGuard.AtLeast(c, (batch - 1) * strides.C + cSize);
        fixed (float* pa = a, pb = b, pc = c)
        {
            // With a shared B the matrices of A, one below the other, are one tall matrix.
            if (strides.B == 0 && !transposeA && strides.A == aSize && strides.C == cSize && (long)batch * rows <= int.MaxValue)
            {
                Run(Problem(pa, false, pb, transposeB, pc, batch * rows, inner, columns, accumulate));
                return;
            }

            // With a shared C and both operands stored with the inner index first, the sum over the batch lengthens the inner sum.
            if (strides.C == 0 && transposeA && !transposeB && strides.A == aSize && strides.B == bSize
                && (long)batch * inner <= int.MaxValue)
            {
                Run(Problem(pa, true, pb, false, pc, rows, batch * inner, columns, accumulate));
                return;
            }

            MatMulProblem problem = Problem(pa, transposeA, pb, transposeB, pc, rows, inner, columns, accumulate);
            long products = Math.Max(1, problem.Products);
            if (batch == 1 || strides.C == 0 || products >= LargeProducts)
            {
                new BatchBody(problem, strides).Invoke(0, batch);
                return;
            }

            problem.Threads = 1;
            int grain = (int)Math.Clamp(MatMulBlocking.ParallelProducts / products, 1, batch);
            WorkerPool.For(batch, grain, new BatchBody(problem, strides));
        }
    }

    /// <summary>Products one after the other; an index is a place in the batch.</summary>
    private readonly struct BatchBody(MatMulProblem problem, BatchStrides strides) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                MatMulProblem one = problem;
                one.A += i * strides.A;
                one.B += i * strides.B;
                one.C += i * strides.C;
                one.Accumulate |= strides.C == 0 && i > 0;
                Run(one);
            }
        }
    }
}
