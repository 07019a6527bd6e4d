namespace DeepSharp.Tests.Reference;

/// <summary>Products of row-major matrices in double precision, element by element.</summary>
public static class MatMulReference
{
    /// <summary>op(A)·op(B): A is rows by inner, or stored inner by rows; B is inner by columns, or stored columns by inner.</summary>
    public static double[] Multiply(float[] a, bool transposeA, float[] b, bool transposeB, int rows, int inner, int columns)
    {
        double[] c = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < inner; k++)
                {
                    float left = transposeA ? a[k * rows + i] : a[i * inner + k];
                    float right = transposeB ? b[j * inner + k] : b[k * columns + j];
                    sum += (double)left * right;
                }

                c[i * columns + j] = sum;
            }
        }

        return c;
    }
}
