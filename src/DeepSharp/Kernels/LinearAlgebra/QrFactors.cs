namespace DeepSharp.Kernels;

/// <summary>A matrix as Q·R by Householder's reflections, in doubles (Golub &amp; Van Loan, algorithm 5.2.1).</summary>
internal static class QrFactors
{
    /// <summary>Writes Q, (rows, width), with orthonormal columns, and R, (width, columns).</summary>
    /// <param name="matrix">(rows, columns).</param>
    /// <param name="rows">Of the matrix.</param>
    /// <param name="columns">Of the matrix.</param>
    /// <param name="width">Columns of Q: the smaller of rows and columns, or rows.</param>
    /// <param name="q">Is overwritten.</param>
    /// <param name="r">Is overwritten.</param>
    public static void Factor(ReadOnlySpan<double> matrix, int rows, int columns, int width, Span<double> q, Span<double> r)
    {
        double[] a = matrix.ToArray();
        int steps = Math.Min(rows, columns);
        var reflections = new double[steps * rows];
        for (int k = 0; k < steps; k++)
        {
            Span<double> v = reflections.AsSpan(k * rows, rows);
            double norm = 0;
            for (int row = k; row < rows; row++) norm = double.Hypot(norm, v[row] = a[row * columns + k]);
            if (norm == 0) continue;
            v[k] += v[k] >= 0 ? norm : -norm;
            double length = 0;
            for (int row = k; row < rows; row++) length = double.Hypot(length, v[row]);
            for (int row = k; row < rows; row++) v[row] /= length;
            Reflect(v, k, a, rows, columns, k);
        }

        r.Clear();
        for (int row = 0; row < Math.Min(width, rows); row++)
        {
            for (int column = row; column < columns; column++) r[row * columns + column] = a[row * columns + column];
        }

        var identity = new double[rows * width];
        for (int i = 0; i < Math.Min(rows, width); i++) identity[i * width + i] = 1;
        for (int k = steps - 1; k >= 0; k--) Reflect(reflections.AsSpan(k * rows, rows), k, identity, rows, width, 0);
        identity.CopyTo(q);
    }

    // (I - 2·v·vᵀ)·a of the rows from first on.
    private static void Reflect(ReadOnlySpan<double> v, int first, Span<double> a, int rows, int columns, int firstColumn)
    {
        for (int column = firstColumn; column < columns; column++)
        {
            double dot = 0;
            for (int row = first; row < rows; row++) dot += v[row] * a[row * columns + column];
            for (int row = first; row < rows; row++) a[row * columns + column] -= 2 * dot * v[row];
        }
    }
}
