namespace DeepSharp.Kernels;

/// <summary>
/// A matrix as U·diag(s)·Vᵀ by Jacobi's rotations of its columns, in doubles (Golub &amp; Van Loan, section 8.6.3): small singular values
/// are as exact as large ones.
/// </summary>
internal static class SingularValues
{
    private const int MostSweeps = 60;

    /// <summary>Writes U (rows, k), s (k), falling, and Vᵀ (k, columns), with k the smaller of rows and columns.</summary>
    public static void Factor(ReadOnlySpan<float> matrix, int rows, int columns, Span<double> u, Span<double> s, Span<double> vt)
    {
        bool isWide = columns > rows;
        (int height, int width) = isWide ? (columns, rows) : (rows, columns);

        // Columns that are rotated lie one after the other; of wide matrices the rows.
        var a = new double[width * height];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                a[isWide ? row * height + column : column * height + row] = matrix[row * columns + column];
            }
        }

        var v = new double[width * width];
        for (int i = 0; i < width; i++) v[i * width + i] = 1;
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            bool isDone = true;
            for (int p = 0; p < width - 1; p++)
            {
                for (int q = p + 1; q < width; q++) isDone &= !Rotate(a, v, height, width, p, q);
            }

            if (isDone) break;
        }

        var norms = new double[width];
        var order = new int[width];
        for (int i = 0; i < width; i++)
        {
            order[i] = i;
            foreach (double value in a.AsSpan(i * height, height)) norms[i] = double.Hypot(norms[i], value);
        }

        Array.Sort(order, (x, y) => norms[y].CompareTo(norms[x]));
        for (int i = 0; i < width; i++)
        {
            int from = order[i];
            s[i] = norms[from];
            Span<double> line = a.AsSpan(from * height, height);
            if (norms[from] > 1e-300 && norms[from] > 1e-15 * norms[order[0]]) Scale(line, 1 / norms[from]);
            else Complete(a, order.AsSpan(0, i), height, line);
            for (int row = 0; row < height; row++)
            {
                if (isWide) vt[i * columns + row] = line[row];
                else u[row * width + i] = line[row];
            }

            for (int row = 0; row < width; row++)
            {
                if (isWide) u[row * width + i] = v[from * width + row];
                else vt[i * columns + row] = v[from * width + row];
            }
        }
    }

    private static bool Rotate(double[] a, double[] v, int height, int width, int p, int q)
    {
        Span<double> x = a.AsSpan(p * height, height), y = a.AsSpan(q * height, height);
        double xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < height; i++)
        {
            xx += x[i] * x[i];
            yy += y[i] * y[i];
            xy += x[i] * y[i];
        }

        if (Math.Abs(xy) <= 1e-15 * Math.Sqrt(xx * yy) || Math.Abs(xy) < 1e-300) return false;
        double theta = (yy - xx) / (2 * xy);
        double tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + double.Hypot(1, theta));
        double cosine = 1 / double.Hypot(1, tangent), sine = tangent * cosine;
        Turn(x, y, cosine, sine);
        Turn(v.AsSpan(p * width, width), v.AsSpan(q * width, width), cosine, sine);
        return true;
    }

    private static void Turn(Span<double> x, Span<double> y, double cosine, double sine)
    {
        for (int i = 0; i < x.Length; i++) (x[i], y[i]) = (cosine * x[i] - sine * y[i], sine * x[i] + cosine * y[i]);
    }

    // A direction at right angles to those that are there, in the place of one of no length.
    private static void Complete(double[] a, ReadOnlySpan<int> before, int height, Span<double> line)
    {
        for (int axis = 0; axis < height; axis++)
        {
            line.Clear();
            line[axis] = 1;
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (int other in before)
                {
                    ReadOnlySpan<double> direction = a.AsSpan(other * height, height);
                    double dot = 0;
                    for (int i = 0; i < height; i++) dot += direction[i] * line[i];
                    for (int i = 0; i < height; i++) line[i] -= dot * direction[i];
                }
            }

            double norm = 0;
            foreach (double value in line) norm = double.Hypot(norm, value);
            if (norm < 0.5 / Math.Sqrt(height)) continue;
            Scale(line, 1 / norm);
            return;
        }
    }

    private static void Scale(Span<double> line, double factor)
    {
        foreach (ref double value in line) value *= factor;
    }
}
