namespace DeepSharp;

// Diagonals and triangles of matrices.
public static partial class Ops
{
    /// <summary>The diagonal of a matrix, or a matrix with a vector as its diagonal.</summary>
    /// <param name="x">(rows, columns) or (values,).</param>
    /// <param name="k">Which diagonal: 0 the main one, above 0 those above, below 0 those below.</param>
    /// <exception cref="ShapeException">The tensor is not of rank 1 or 2.</exception>
    public static Tensor Diag(Tensor x, int k = 0)
    {
        Shape shape = Require(x).Shape;
        if (shape.Rank == 2) return Diagonal(x, k);
        if (shape.Rank != 1) throw new ShapeException($"Diag: expected a tensor of rank 1 or 2 but got {shape}.");
        int size = Shape.LengthOf(shape[0] + Math.Abs((long)k));
        Shape result = [size, size];
        result.RequireArray();
        var positions = new int[result.Size];
        Array.Fill(positions, -1);
        for (int i = 0; i < shape[0]; i++) positions[(i + Math.Max(0, -k)) * size + i + Math.Max(0, k)] = i;
        return Tape.Run(new GatherOp("Diag", positions, result), x);
    }

    /// <summary>A matrix with all values, in order, as its diagonal.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="k">Which diagonal.</param>
    public static Tensor DiagFlat(Tensor x, int k = 0) => Diag(Require(x).Reshape([-1]), k);

    /// <summary>The diagonals of matrices.</summary>
    /// <param name="x">Of two axes or more.</param>
    /// <param name="offset">Which diagonal: 0 the main one, above 0 those above, below 0 those below.</param>
    /// <param name="axis1">The axis of the rows.</param>
    /// <param name="axis2">The axis of the columns.</param>
    /// <returns>Without both axes, with the diagonal as the last one.</returns>
    /// <exception cref="ShapeException">There are no such two axes.</exception>
    public static Tensor Diagonal(Tensor x, int offset = 0, int axis1 = 0, int axis2 = 1)
    {
        Shape shape = Require(x).Shape;
        (int first, int second) = (shape.NormalizeAxis(axis1), shape.NormalizeAxis(axis2));
        if (first == second) throw new ShapeException($"Diagonal: expected two different axes but got {axis1} and {axis2}.");
        Tensor last = MoveAxis(x, [first, second], [-2, -1]);
        (int rows, int columns) = (last.Shape[^2], last.Shape[^1]);
        (int down, int right) = ((int)Math.Min(rows, Math.Max(0, -(long)offset)), Math.Min(columns, Math.Max(0, offset)));
        int length = Math.Min(rows - down, columns - right);
        Shape result = last.Shape[..^1].WithLast(length);
        var positions = new int[result.Size];
        for (int i = 0; i < positions.Length; i++)
        {
            (int matrix, int at) = (i / length, i % length);
            positions[i] = (matrix * rows + at + down) * columns + at + right;
        }

        return Tape.Run(new GatherOp("Diagonal", positions, result), last);
    }

    /// <summary>The sums of the diagonals of matrices.</summary>
    /// <inheritdoc cref="Diagonal(Tensor, int, int, int)"/>
    /// <returns>Without both axes.</returns>
    public static Tensor Trace(Tensor x, int offset = 0, int axis1 = 0, int axis2 = 1) => Sum(Diagonal(x, offset, axis1, axis2), axis: -1);

    /// <summary>Matrices with zeros above a diagonal.</summary>
    /// <param name="x">(..., rows, columns).</param>
    /// <param name="k">The last diagonal that stays: 0 the main one, above 0 those above.</param>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public static Tensor Tril(Tensor x, int k = 0) => Triangle("Tril", x, k, isLower: true);

    /// <summary>Matrices with zeros below a diagonal.</summary>
    /// <param name="x">(..., rows, columns).</param>
    /// <param name="k">The first diagonal that stays: 0 the main one, below 0 those below.</param>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public static Tensor Triu(Tensor x, int k = 0) => Triangle("Triu", x, k, isLower: false);

    /// <summary>A matrix of ones on and below a diagonal, and zeros above.</summary>
    /// <param name="n">Rows.</param>
    /// <param name="m">Columns; null for as many.</param>
    /// <param name="k">The last diagonal of ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public static Tensor Tri(int n, int? m = null, int k = 0) => Filled("Tri", n, m, (row, column) => column <= row + (long)k);

    /// <summary>A matrix of ones on a diagonal, and zeros elsewhere.</summary>
    /// <param name="n">Rows.</param>
    /// <param name="m">Columns; null for as many.</param>
    /// <param name="k">Which diagonal.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 0.</exception>
    public static Tensor Eye(int n, int? m = null, int k = 0) => Filled("Eye", n, m, (row, column) => column == row + (long)k);

    /// <summary>The identity matrix.</summary>
    /// <param name="n">Rows and columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public static Tensor Identity(int n) => Eye(n);

    /// <summary>Powers of values, a row for each: a Vandermonde matrix.</summary>
    /// <param name="x">(values,).</param>
    /// <param name="n">How many powers; null for as many as values.</param>
    /// <param name="increasing">Whether the powers rise from 0; else they fall to 0.</param>
    /// <exception cref="ShapeException">The tensor is not of rank 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are to be less than 0 powers.</exception>
    public static Tensor Vander(Tensor x, int? n = null, bool increasing = false)
    {
        if (Require(x).Rank != 1) throw new ShapeException($"Vander: expected a tensor of rank 1 but got {x.Shape}.");
        int count = n ?? x.Shape[0];
        RequireCount("Vander", nameof(n), count);
        if (count == 0) return Zeros([x.Shape[0], 0]);
        Shape.Create([Math.Max(1, x.Shape[0]), count]).RequireArray();

        // Products, not powers: the gradient at 0 is that of a polynomial.
        var columns = new Tensor[count];
        columns[0] = OnesLike(x);
        for (int i = 1; i < count; i++) columns[i] = columns[i - 1] * x;
        if (!increasing) Array.Reverse(columns);
        return Stack(columns, axis: 1);
    }

    private static Tensor Triangle(string name, Tensor x, int k, bool isLower)
    {
        Shape shape = Require(x).Shape;
        if (shape.Rank < 2)
        {
            throw new ShapeException($"{name}: expected a tensor of rank 2 or more, (..., rows, columns), but got {shape}.");
        }

        (int rows, int columns) = (shape[^2], shape[^1]);
        Tensor stays = Filled(name, rows, columns, (row, column) => isLower ? column <= row + (long)k : column >= row + (long)k);

        // Chosen, not multiplied: what goes may be infinite.
        return Where(stays, x, Tensor.Constant(0f));
    }

    private static Tensor Filled(string name, int n, int? m, Func<int, int, bool> isOne)
    {
        RequireCount(name, nameof(n), n);
        int columns = m ?? n;
        RequireCount(name, nameof(m), columns);
        Tensor matrix = Tensor.Temporary([n, columns]);
        Span<float> values = matrix.Span;
        for (int row = 0; row < n; row++)
        {
            for (int column = 0; column < columns; column++) values[row * columns + column] = isOne(row, column) ? 1f : 0f;
        }

        return matrix;
    }
}
