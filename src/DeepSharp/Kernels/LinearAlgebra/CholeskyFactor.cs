namespace DeepSharp.Kernels;

/// <summary>
/// A symmetric positive definite matrix as L·Lᵀ, in doubles (Golub &amp; Van Loan, algorithm 4.2.1). Its lower triangle is read.
/// </summary>
internal static class CholeskyFactor
{
    /// <summary>Writes L; false where the matrix is not positive definite.</summary>
    public static bool TryFactor(ReadOnlySpan<float> matrix, int size, Span<float> lower)
    {
        var l = new double[size * size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double sum = matrix[row * size + column];
                for (int k = 0; k < column; k++) sum -= l[row * size + k] * l[column * size + k];
                if (row == column)
                {
                    if (!(sum > 0)) return false;
                    l[row * size + row] = Math.Sqrt(sum);
                }
                else
                {
                    l[row * size + column] = sum / l[column * size + column];
                }
            }
        }

        for (int i = 0; i < l.Length; i++) lower[i] = (float)l[i];
        return true;
    }
}
