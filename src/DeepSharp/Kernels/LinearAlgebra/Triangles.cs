namespace DeepSharp.Kernels;

/// <summary>Equations with triangular matrices, in doubles and in place.</summary>
internal static class Triangles
{
    /// <summary>Puts L⁻¹·b in the place of b, (size, columns), row by row from the first.</summary>
    public static void SolveLower(ReadOnlySpan<double> lower, int size, Span<double> b, int columns, bool hasOnes = false)
    {
        for (int row = 0; row < size; row++)
        {
            for (int k = 0; k < row; k++) AddRow(b, row, k, -lower[row * size + k], columns);
            if (!hasOnes) Divide(b, row, lower[row * size + row], columns);
        }
    }

    /// <summary>Puts U⁻¹·b in the place of b, row by row from the last.</summary>
    public static void SolveUpper(ReadOnlySpan<double> upper, int size, Span<double> b, int columns)
    {
        for (int row = size - 1; row >= 0; row--)
        {
            for (int k = row + 1; k < size; k++) AddRow(b, row, k, -upper[row * size + k], columns);
            Divide(b, row, upper[row * size + row], columns);
        }
    }

    private static void AddRow(Span<double> b, int row, int other, double factor, int columns)
    {
        if (factor == 0) return;
        for (int column = 0; column < columns; column++) b[row * columns + column] += factor * b[other * columns + column];
    }

    private static void Divide(Span<double> b, int row, double by, int columns)
    {
        for (int column = 0; column < columns; column++) b[row * columns + column] /= by;
    }
}
