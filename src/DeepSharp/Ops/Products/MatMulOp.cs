using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Products of matrices, the last two axes of the operands; the axes before them are batches and broadcast.</summary>
internal sealed class MatMulOp : Op
{
    private static readonly MatMulOp[] s_instances = [new(false, false), new(true, false), new(false, true), new(true, true)];

    private MatMulOp(bool transposeA, bool transposeB) => (TransposeA, TransposeB) = (transposeA, transposeB);

    public override string Name => "MatMul";

    public override bool IsLinearIn(int index) => true;

    /// <summary>Whether the first operand is transposed.</summary>
    public bool TransposeA { get; }

    /// <summary>Whether the second operand is transposed.</summary>
    public bool TransposeB { get; }

    public static MatMulOp For(bool transposeA, bool transposeB) => s_instances[(transposeA ? 1 : 0) + (transposeB ? 2 : 0)];

    /// <summary>The product of two matrices in memory, each transposed if wanted, written or added to what is there.</summary>
    public static void Multiply(
        ReadOnlySpan<float> a, bool transposeA, ReadOnlySpan<float> b, bool transposeB, Span<float> product, int rows, int inner,
        int columns, bool accumulate) =>
        MatMulKernels.Multiply(a, transposeA, b, transposeB, product, rows, inner, columns, accumulate);

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape a = inputs[0], b = inputs[1];
        if (a.Rank < 2 || b.Rank < 2)
        {
            throw new ShapeException(
                $"expected operands of rank 2 or more but got {a} and {b}. Reshape a vector to a row (1, n) or a column (n, 1).");
        }

        (int rows, int inner) = TransposeA ? (a[^1], a[^2]) : (a[^2], a[^1]);
        (int otherInner, int columns) = TransposeB ? (b[^1], b[^2]) : (b[^2], b[^1]);
        if (inner != otherInner)
        {
            throw new ShapeException(
                $"expected equal inner lengths but got {a}{Note(TransposeA)} and {b}{Note(TransposeB)}: " +
                $"{inner} columns against {otherInner} rows. Transpose an operand or change its shape.");
        }

        Shape batch = Shape.Broadcast(a[..^2], b[..^2]);
        Span<int> lengths = stackalloc int[batch.Rank + 2];
        batch.AsSpan().CopyTo(lengths);
        (lengths[^2], lengths[^1]) = (rows, columns);
        return Shape.Create(lengths);
    }

    public override void Forward(Node node)
    {
        Sizes sizes = SizesOf(node);
        (int rows, int inner, int columns) = (sizes.Rows, sizes.Inner, sizes.Columns);
        ReadOnlySpan<float> a = node.Input(0), b = node.Input(1);
        Product(a, Role.A, TransposeA, b, Role.B, TransposeB, node.OutputSpan, Role.C, sizes, rows, inner, columns, false);
    }

    public override void Backward(Node node)
    {
        ReadOnlySpan<float> a = node.Input(0), b = node.Input(1), g = node.OutputGradient;
        Sizes sizes = SizesOf(node);
        (int rows, int inner, int columns) = (sizes.Rows, sizes.Inner, sizes.Columns);
        if (node.Needs(0))
        {
            // da = g·bᵀ, and transposed, b·gᵀ, where a is stored transposed
            Span<float> da = Gradient(node, 0, sizes, out bool accumulate);
            if (TransposeA) Product(b, Role.B, TransposeB, g, Role.C, true, da, Role.A, sizes, inner, columns, rows, accumulate);
            else Product(g, Role.C, false, b, Role.B, !TransposeB, da, Role.A, sizes, rows, columns, inner, accumulate);
        }

        if (node.Needs(1))
        {
            // db = aᵀ·g, and transposed, gᵀ·a, where b is stored transposed
            Span<float> db = Gradient(node, 1, sizes, out bool accumulate);
            if (TransposeB) Product(g, Role.C, true, a, Role.A, TransposeA, db, Role.B, sizes, columns, rows, inner, accumulate);
            else Product(a, Role.A, !TransposeA, g, Role.C, false, db, Role.B, sizes, inner, rows, columns, accumulate);
        }
    }

    private static string Note(bool isTransposed) => isTransposed ? " (transposed)" : "";

    private Sizes SizesOf(Node node)
    {
        Shape a = node.InputShape(0), b = node.InputShape(1), c = node.Output.Shape;
        return new Sizes(c[^2], TransposeA ? a[^2] : a[^1], c[^1], BroadcastGeometry.Create(a.AsSpan()[..^2], b.AsSpan()[..^2]));
    }

    // Where the batches do not come down to one axis, several products may add to one gradient, and without any batch none does.
    private static Span<float> Gradient(Node node, int index, in Sizes sizes, out bool accumulate)
    {
        Span<float> gradient = node.InputGradient(index, out accumulate);
        if (accumulate || (sizes.Batches.Rank == 1 && sizes.Batches.Size > 0)) return gradient;
        gradient.Clear();
        accumulate = true;
        return gradient;
    }

    /// <summary>One product for every batch; the roles of the operands tell how they walk over the batches.</summary>
    private static void Product(
        ReadOnlySpan<float> left, Role leftRole, bool transposeLeft, ReadOnlySpan<float> right, Role rightRole, bool transposeRight,
        Span<float> result, Role resultRole, in Sizes sizes, int rows, int inner, int columns, bool accumulate)
    {
        if (sizes.Batches.Size == 0) return;
        long leftSize = (long)rows * inner, rightSize = (long)inner * columns, resultSize = (long)rows * columns;
        var strides = new BatchStrides(
            sizes.Stride(leftRole) * leftSize, sizes.Stride(rightRole) * rightSize, sizes.Stride(resultRole) * resultSize);
        int batch = sizes.Batches.Inner;
        for (int run = 0; run < sizes.Batches.Size / batch; run++)
        {
            MatMulKernels.MultiplyBatched(
                left[(int)(sizes.Start(leftRole, run) * leftSize)..], transposeLeft,
                right[(int)(sizes.Start(rightRole, run) * rightSize)..], transposeRight,
                result[(int)(sizes.Start(resultRole, run) * resultSize)..], batch, strides, rows, inner, columns, accumulate);
        }
    }

    private enum Role
    {
        A,
        B,
        C,
    }

    private readonly struct Sizes(int rows, int inner, int columns, BroadcastGeometry batches)
    {
        public readonly int Rows = rows;
        public readonly int Inner = inner;
        public readonly int Columns = columns;
        public readonly BroadcastGeometry Batches = batches;

        /// <summary>Matrices from one index of the innermost batch axis to the next.</summary>
        public long Stride(Role role) => role switch
        {
            Role.A => Batches.LeftStride(Batches.Rank - 1),
            Role.B => Batches.RightStride(Batches.Rank - 1),
            _ => 1,
        };

        /// <summary>The matrix where a run over the innermost batch axis starts.</summary>
        public long Start(Role role, int run)
        {
            Batches.RowStart(run, out nint left, out nint right);
            return role switch
            {
                Role.A => left,
                Role.B => right,
                _ => (long)run * Batches.Inner,
            };
        }
    }
}
