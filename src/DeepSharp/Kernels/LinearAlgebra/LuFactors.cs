namespace DeepSharp.Kernels;

/// <summary>
/// A square matrix as P·L·U, in doubles, with the largest value of a column as its pivot (Golub &amp; Van Loan, algorithm 3.4.1).
/// </summary>
internal readonly struct LuFactors
{
    private readonly int _size;

    private LuFactors(int size, double[] values, int[] pivots, int swaps, bool isSingular) =>
        (_size, Values, Pivots, Swaps, IsSingular) = (size, values, pivots, swaps, isSingular);

    /// <summary>L below the diagonal, whose own is 1, and U.</summary>
    public double[] Values { get; }

    /// <summary>The row that each row changed places with.</summary>
    public int[] Pivots { get; }

    /// <summary>How many rows changed places.</summary>
    public int Swaps { get; }

    /// <summary>Whether a pivot is 0, or next to nothing beside the matrix: floats do not tell such a matrix from a singular one.</summary>
    public bool IsSingular { get; }

    public static LuFactors Of(ReadOnlySpan<float> matrix, int size)
    {
        var a = new double[size * size];
        double largest = 0;
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = matrix[i];
            largest = Math.Max(largest, Math.Abs(a[i]));
        }

        var pivots = new int[size];
        int swaps = 0;
        bool isSingular = false;
        for (int k = 0; k < size; k++)
        {
            int pivot = k;
            for (int row = k + 1; row < size; row++)
            {
                if (Math.Abs(a[row * size + k]) > Math.Abs(a[pivot * size + k])) pivot = row;
            }

            pivots[k] = pivot;
            if (pivot != k)
            {
                swaps++;
                for (int column = 0; column < size; column++)
                {
                    (a[k * size + column], a[pivot * size + column]) = (a[pivot * size + column], a[k * size + column]);
                }
            }

            double diagonal = a[k * size + k];
            if (!(Math.Abs(diagonal) > 1e-14 * size * largest))
            {
                isSingular = true;
                if (diagonal == 0) continue;
            }

            for (int row = k + 1; row < size; row++)
            {
                double factor = a[row * size + k] /= diagonal;
                if (factor == 0) continue;
                for (int column = k + 1; column < size; column++) a[row * size + column] -= factor * a[k * size + column];
            }
        }

        return new LuFactors(size, a, pivots, swaps, isSingular);
    }

    /// <summary>The product of the pivots, with the sign of the exchanges.</summary>
    public double Determinant()
    {
        double product = Swaps % 2 == 0 ? 1 : -1;
        for (int i = 0; i < _size; i++) product *= Values[i * _size + i];
        return product;
    }

    /// <summary>The sign of the determinant, and the logarithm of its magnitude.</summary>
    public (double Sign, double Log) LogDeterminant()
    {
        double sign = Swaps % 2 == 0 ? 1 : -1, sum = 0;
        for (int i = 0; i < _size; i++)
        {
            double pivot = Values[i * _size + i];
            sign *= double.IsNaN(pivot) ? double.NaN : Math.Sign(pivot);
            sum += Math.Log(Math.Abs(pivot));
        }

        return (sign, sum);
    }

    /// <summary>Puts A⁻¹·b in the place of b, (size, columns).</summary>
    public void Solve(Span<double> b, int columns)
    {
        for (int row = 0; row < _size; row++)
        {
            if (Pivots[row] == row) continue;
            for (int column = 0; column < columns; column++)
            {
                (int here, int there) = (row * columns + column, Pivots[row] * columns + column);
                (b[here], b[there]) = (b[there], b[here]);
            }
        }

        Triangles.SolveLower(Values, _size, b, columns, hasOnes: true);
        Triangles.SolveUpper(Values, _size, b, columns);
    }
}
