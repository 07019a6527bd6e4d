using F = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops.LinearAlgebra;

/// <summary>Decompositions and equations: they put their matrix together again, and gradients are those of invariants in doubles.</summary>
public class MatrixTests
{
    private const double Tolerance = 5e-5;

    private static readonly Tensor s_square = Well(3, 1);
    private static readonly Tensor s_tall = OpData.Random([5, 3], 2), s_wide = OpData.Random([2, 4], 3);

    [Fact]
    public void Inverse_and_determinant_have_the_gradients_of_doubles()
    {
        Tensor batch = F.Stack([Well(3, 4), Well(3, 5)]);
        GradientCheck.Run(() => F.Inv(batch), [batch], at => [.. Inverse(at[0][..9], 3), .. Inverse(at[0][9..], 3)], Tolerance);
        GradientCheck.Run(() => F.Det(batch), [batch], at => [Determinant(at[0][..9], 3), Determinant(at[0][9..], 3)], Tolerance);
        GradientCheck.Run(() => F.SlogDet(batch).LogAbsDet, [batch], at => [Math.Log(Math.Abs(Determinant(at[0][..9], 3))), Math.Log(Math.Abs(Determinant(at[0][9..], 3)))], Tolerance);
        Assert.Equal(F.Sign(F.Det(batch)).ToArray(), F.SlogDet(batch).Sign.ToArray());
    }

    [Fact]
    public void Equations_have_the_gradients_of_doubles()
    {
        Tensor b = OpData.Random([3, 2], 6), v = OpData.Random([3], 7);
        GradientCheck.Run(() => F.Solve(s_square, b), [s_square, b], at => Product(Inverse(at[0], 3), at[1], 3, 3, 2), Tolerance);
        GradientCheck.Run(() => F.Solve(s_square, v), [s_square, v], at => Product(Inverse(at[0], 3), at[1], 3, 3, 1), Tolerance);
        GradientCheck.Run(
            () => F.SolveTriangular(s_square, b, lower: true), [s_square, b], at => Product(Inverse(Triangle(at[0], 3, lower: true), 3), at[1], 3, 3, 2), Tolerance);
        GradientCheck.Run(
            () => F.SolveTriangular(s_square, b), [s_square, b], at => Product(Inverse(Triangle(at[0], 3, lower: false), 3), at[1], 3, 3, 2), Tolerance);
    }

    // Of symmetric matrices A = S + Sᵀ + c·I, so that each value is free.
    [Fact]
    public void Cholesky_puts_its_matrix_together_and_has_the_gradient_of_the_determinant()
    {
        Tensor s = OpData.Random([4, 4], 8);
        Tensor Positive() => s + F.Transpose(s) + 5 * F.Eye(4);
        Tensor lower = F.Cholesky(Positive());
        Close(Positive(), lower.MatMul(F.Transpose(lower)));
        Close(F.Inv(Positive()), F.CholeskyInverse(lower));
        Close(F.Inv(Positive()), F.CholeskyInverse(F.Cholesky(Positive(), upper: true), upper: true));
        GradientCheck.Run(() => F.LogDet(Positive()), [s], at => [Math.Log(Determinant(Symmetric(at[0], 4, 5), 4))], Tolerance);
        GradientCheck.Run(() => F.Square(F.Cholesky(Positive())), [s], at => [.. Factor(Symmetric(at[0], 4, 5), 4).Select(value => value * value)], Tolerance);
    }

    [Fact]
    public void Qr_puts_its_matrix_together_and_passes_the_gradient_through()
    {
        foreach (Tensor x in (Tensor[])[s_square, s_tall])
        {
            GradientCheck.Run(() => { (Tensor q, Tensor r) = F.Qr(x); return q.MatMul(r); }, [x], at => at[0], Tolerance);
            (Tensor q, Tensor r) = F.Qr(x);
            Close(F.Eye(q.Shape[1]), F.Transpose(q).MatMul(q));
            Close(r, F.Triu(r));
            int columns = x.Shape[1], rows = x.Shape[0];

            // RᵀR = AᵀA: its diagonal, of R alone.
            GradientCheck.Run(() => F.Sum(F.Square(F.Qr(x).R), axis: 0), [x], at => SquaredColumns(at[0], rows, columns), Tolerance);
        }

        (Tensor full, Tensor rest) = F.Qr(s_tall, "complete");
        Assert.Equal([5, 5], full.Shape.ToArray());
        Close(s_tall, full.MatMul(rest));
        (Tensor qw, Tensor rw) = F.Qr(s_wide);
        Close(s_wide, qw.MatMul(rw));
    }

    [Fact]
    public void Eigh_puts_its_matrix_together_and_has_the_gradients_of_traces()
    {
        Tensor s = OpData.Random([4, 4], 9);
        Tensor Whole() => 0.5 * (s + F.Transpose(s));
        (Tensor w, Tensor v) = F.Eigh(Whole());
        Close(Whole(), (v * w).MatMul(F.Transpose(v)));
        Assert.Equal(F.Sort(w).ToArray(), w.ToArray());
        GradientCheck.Run(
            () => F.Sum(F.Power(F.Eigh(Whole()).Eigenvalues, 3)), [s], at => [TraceOfCube(Symmetric(Array.ConvertAll(at[0], x => x / 2), 4, 0), 4)], Tolerance);

        // V·diag(w²)·Vᵀ = A², by values and vectors.
        GradientCheck.Run(() =>
        {
            (Tensor values, Tensor vectors) = F.Eigh(Whole());
            return (vectors * F.Square(values)).MatMul(F.Transpose(vectors));
        }, [s], at =>
        {
            double[] a = Symmetric(Array.ConvertAll(at[0], x => x / 2), 4, 0);
            return Product(a, a, 4, 4, 4);
        }, Tolerance);
    }

    [Fact]
    public void Svd_puts_its_matrix_together_and_has_the_gradients_of_invariants()
    {
        foreach (Tensor x in (Tensor[])[s_square, s_tall, s_wide])
        {
            (int rows, int columns) = (x.Shape[0], x.Shape[1]);
            GradientCheck.Run(() =>
            {
                (Tensor u, Tensor s, Tensor vh) = F.Svd(x, fullMatrices: false);
                return (u * s).MatMul(vh);
            }, [x], at => at[0], Tolerance);

            // U·diag(s³)·Vᵀ = A·Aᵀ·A
            GradientCheck.Run(() =>
            {
                (Tensor u, Tensor s, Tensor vh) = F.Svd(x, fullMatrices: false);
                return (u * F.Power(s, 3)).MatMul(vh);
            }, [x], at => Product(Product(at[0], Transposed(at[0], rows, columns), rows, columns, rows), at[0], rows, rows, columns), Tolerance);
            GradientCheck.Run(() => F.Sum(F.Square(F.SingularValues(x))), [x], at => [at[0].Sum(value => value * value)], Tolerance);
            (Tensor full, Tensor values, Tensor right) = F.Svd(x);
            Close(F.Eye(rows), F.Transpose(full).MatMul(full));
            Close(F.Eye(columns), right.MatMul(F.Transpose(right)));
            Assert.Equal(Math.Min(rows, columns), values.Size);
        }
    }

    [Fact]
    public void Pseudo_inverses_solve_least_squares_and_have_the_gradients_of_normal_equations()
    {
        Tensor b = OpData.Random([5, 2], 10);
        double[] Normal(double[] a, double[] right) =>
            Product(Inverse(Product(Transposed(a, 5, 3), a, 3, 5, 3), 3), Product(Transposed(a, 5, 3), right, 3, 5, 2), 3, 3, 2);
        GradientCheck.Run(() => F.Lstsq(s_tall, b), [s_tall, b], at => Normal(at[0], at[1]), 2e-4);
        Close(F.Inv(s_square), F.Pinv(s_square));
        Assert.Equal(3f, F.MatrixRank(s_tall).Item());
        Assert.Equal(1f, F.MatrixRank(F.Outer(Tensor.From([1.0, 2.0]), Tensor.From([3.0, 4.0]))).Item());
        Tensor one = F.Outer(Tensor.From([1.0, 2.0]), Tensor.From([3.0, 4.0]));
        Close(one, one.MatMul(F.Pinv(one)).MatMul(one));
    }

    [Fact]
    public void Lu_puts_its_matrix_together()
    {
        (Tensor lu, Tensor pivots) = F.LuFactor(s_square);
        Tensor product = (F.Tril(lu, -1) + F.Eye(3)).MatMul(F.Triu(lu));
        float[] rows = [0, 1, 2];
        for (int i = 0; i < 3; i++) (rows[i], rows[(int)pivots[i]]) = (rows[(int)pivots[i]], rows[i]);
        Close(F.Take(s_square, Tensor.From(rows), 0), product);
    }

    [Fact]
    public void Singular_and_wrong_matrices_are_refused_by_name()
    {
        Tensor singular = Tensor.From([1, 2, 2, 4], [2, 2]);
        Assert.StartsWith("Inv: expected matrices that have an inverse but the matrix is singular", Assert.Throws<ArithmeticException>(() => F.Inv(singular)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Solve: ", Assert.Throws<ArithmeticException>(() => F.Solve(singular, Tensor.From([1.0, 2.0]))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Cholesky: ", Assert.Throws<ArithmeticException>(() => F.Cholesky(-F.Eye(2))).Message, StringComparison.Ordinal);
        Assert.Equal(0f, F.Det(singular).Item());
        Assert.Equal((0f, float.NegativeInfinity), (F.SlogDet(singular).Sign.Item(), F.SlogDet(singular).LogAbsDet.Item()));
        Assert.Contains("square matrices", ShapeError.Of(() => F.Inv(s_tall)), StringComparison.Ordinal);
        Assert.Contains("right sides", ShapeError.Of(() => F.Solve(s_square, s_tall)), StringComparison.Ordinal);
    }

    private static Tensor Well(int size, int seed) => OpData.Random([size, size], seed) + 2 * F.Eye(size);

    private static void Close(Tensor want, Tensor got)
    {
        Assert.Equal(want.Shape, got.Shape);
        TestData.AssertClose(Array.ConvertAll(want.ToArray(), value => (double)value), got.Span, 2e-5, 2e-5, "matrix");
    }

    private static double[] Product(double[] a, double[] b, int rows, int inner, int columns) =>
        [.. Enumerable.Range(0, rows * columns).Select(i => Enumerable.Range(0, inner).Sum(k => a[i / columns * inner + k] * b[k * columns + i % columns]))];

    private static double[] Transposed(double[] a, int rows, int columns) =>
        [.. Enumerable.Range(0, a.Length).Select(i => a[i % rows * columns + i / rows])];

    private static double[] Symmetric(double[] s, int size, double shift) =>
        [.. Enumerable.Range(0, s.Length).Select(i => s[i] + s[i % size * size + i / size] + (i / size == i % size ? shift : 0))];

    private static double[] Triangle(double[] a, int size, bool lower) =>
        [.. a.Select((value, i) => (lower ? i % size <= i / size : i % size >= i / size) ? value : 0)];

    private static double[] SquaredColumns(double[] a, int rows, int columns) =>
        [.. Enumerable.Range(0, columns).Select(c => Enumerable.Range(0, rows).Sum(r => a[r * columns + c] * a[r * columns + c]))];

    private static double TraceOfCube(double[] a, int size)
    {
        double[] cube = Product(Product(a, a, size, size, size), a, size, size, size);
        return Enumerable.Range(0, size).Sum(i => cube[i * size + i]);
    }

    // Expansion by the first row.
    private static double Determinant(double[] a, int size)
    {
        if (size == 1) return a[0];
        double sum = 0;
        for (int column = 0; column < size; column++)
        {
            double[] minor = [.. a.Where((_, i) => i / size > 0 && i % size != column)];
            sum += (column % 2 == 0 ? 1 : -1) * a[column] * Determinant(minor, size - 1);
        }

        return sum;
    }

    // Cofactors.
    private static double[] Inverse(double[] a, int size)
    {
        double whole = Determinant(a, size);
        return
        [
            .. Enumerable.Range(0, size * size).Select(i =>
            {
                (int row, int column) = (i / size, i % size);
                double[] minor = [.. a.Where((_, k) => k / size != column && k % size != row)];
                return ((row + column) % 2 == 0 ? 1 : -1) * Determinant(minor, size - 1) / whole;
            }),
        ];
    }

    private static double[] Factor(double[] a, int size)
    {
        var l = new double[a.Length];
        for (int r = 0; r < size; r++)
        {
            for (int c = 0; c <= r; c++)
            {
                double sum = a[r * size + c] - Enumerable.Range(0, c).Sum(k => l[r * size + k] * l[c * size + k]);
                l[r * size + c] = r == c ? Math.Sqrt(sum) : sum / l[c * size + c];
            }
        }

        return l;
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_matrix_that_is_not_finite_gives_no_number(float value)
    {
        Tensor x = Tensor.From([value, 1, 1, 2], [2, 2]);
        Assert.All(DeepSharp.Ops.Pinv(x).ToArray(), number => Assert.Equal(float.NaN, number));
        Assert.All(DeepSharp.Ops.Lstsq(x, x).ToArray(), number => Assert.Equal(float.NaN, number));
        Assert.Equal(float.NaN, DeepSharp.Ops.MatrixRank(x).Item());
        Assert.Contains("not finite", Assert.Throws<ArithmeticException>(() => DeepSharp.Ops.Inv(Tensor.Full([2, 2], float.NaN))).Message);
        Assert.Equal(float.NaN, DeepSharp.Ops.SlogDet(Tensor.Full([2, 2], float.NaN)).LogAbsDet.Item());
    }

    [Fact]
    public void A_matrix_without_values_has_rank_0_and_norm_0()
    {
        Assert.Equal(0, DeepSharp.Ops.MatrixRank(Tensor.Zeros([0, 3])).Item());
        Assert.Equal(0, DeepSharp.Ops.Norm(Tensor.Zeros([3, 0]), 2, axis: [0, 1]).Item());
        Assert.Equal([1f, 2f], DeepSharp.Ops.MatrixRank(Tensor.From([1, 1, 1, 1, 1, 0, 0, 1], [2, 2, 2])).ToArray());
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(-2)]
    public void A_diagonal_outside_of_a_matrix_is_empty(int offset)
    {
        Tensor x = Tensor.From([1, 2, 3, 4], [2, 2]);
        Assert.Equal(0, DeepSharp.Ops.Diagonal(x, offset).Size);
        Assert.Equal(0, DeepSharp.Ops.Trace(x, offset).Item());
    }

    [Fact]
    public void Powers_beyond_an_array_are_refused() =>
        Assert.Throws<ShapeException>(() => DeepSharp.Ops.Vander(Tensor.From([1f, 2, 3]), int.MaxValue));
}
