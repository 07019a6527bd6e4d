namespace DeepSharp.Kernels;

/// <summary>
/// Eigenvalues, rising, and eigenvectors of a symmetric matrix by Jacobi's rotations, in doubles (Golub &amp; Van Loan, section 8.5). Its
/// lower triangle is read.
/// </summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 60;

    /// <summary>Writes the eigenvalues, and the vectors as columns.</summary>
    public static void Solve(ReadOnlySpan<float> matrix, int size, Span<double> values, Span<double> vectors)
    {
        var a = new double[size * size];
        var v = new double[size * size];
        for (int row = 0; row < size; row++)
        {
            v[row * size + row] = 1;
            for (int column = 0; column <= row; column++) a[row * size + column] = a[column * size + row] = matrix[row * size + column];
        }

        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            bool isDone = true;
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++) isDone &= !Rotate(a, v, size, p, q);
            }

            if (isDone) break;
        }

        var order = new int[size];
        var diagonal = new double[size];
        for (int i = 0; i < size; i++) (order[i], diagonal[i]) = (i, a[i * size + i]);
        Array.Sort(diagonal, order);
        for (int i = 0; i < size; i++)
        {
            values[i] = diagonal[i];

            // Of the two directions the one whose largest component is positive.
            int largest = 0;
            for (int row = 1; row < size; row++)
            {
                if (Math.Abs(v[row * size + order[i]]) > Math.Abs(v[largest * size + order[i]]) * (1 + 1e-9)) largest = row;
            }

            double sign = v[largest * size + order[i]] < 0 ? -1 : 1;
            for (int row = 0; row < size; row++) vectors[row * size + i] = sign * v[row * size + order[i]];
        }
    }

    private static bool Rotate(double[] a, double[] v, int size, int p, int q)
    {
        double off = a[p * size + q], pp = a[p * size + p], qq = a[q * size + q];
        if (Math.Abs(off) <= 1e-17 * (Math.Abs(pp) + Math.Abs(qq)) || Math.Abs(off) < 1e-300) return false;
        double theta = (qq - pp) / (2 * off);
        double tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + double.Hypot(1, theta));
        double cosine = 1 / double.Hypot(1, tangent), sine = tangent * cosine;
        for (int k = 0; k < size; k++)
        {
            (double kp, double kq) = (a[k * size + p], a[k * size + q]);
            (a[k * size + p], a[k * size + q]) = (cosine * kp - sine * kq, sine * kp + cosine * kq);
            (kp, kq) = (v[k * size + p], v[k * size + q]);
            (v[k * size + p], v[k * size + q]) = (cosine * kp - sine * kq, sine * kp + cosine * kq);
        }

        for (int k = 0; k < size; k++)
        {
            (double pk, double qk) = (a[p * size + k], a[q * size + k]);
            (a[p * size + k], a[q * size + k]) = (cosine * pk - sine * qk, sine * pk + cosine * qk);
        }

        return true;
    }
}
