using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>Moore and Penrose's inverse: V·diag(1/s)·Uᵀ over the singular values above a share of the largest.</summary>
internal sealed class PseudoInverseOp(double? rcond) : MatrixOp
{
    private const double FloatStep = 1.1920929e-7;

    public override string Name => "Pinv";

    /// <summary>The share; null for the longer side times the distance of floats.</summary>
    public double? Rcond => rcond;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (int rows, int columns) = Sizes(inputs[0]);
        return inputs[0].With(-2, columns).With(-1, rows);
    }

    public override void Forward(Node node)
    {
        Shape shape = node.InputShape(0);
        (int rows, int columns) = Sizes(shape);
        int k = Math.Min(rows, columns), length = rows * columns;
        double[] u = new double[rows * k], s = new double[k], vt = new double[k * columns], inverse = new double[length];
        for (int i = 0; i < Count(shape); i++)
        {
            SingularValues.Factor(node.Input(0).Slice(i * length, length), rows, columns, u, s, vt);
            double least = (rcond ?? FloatStep * Math.Max(rows, columns)) * (k == 0 ? 0 : s[0]);

            // Of a matrix that is not finite no singular value is: nothing would be above the limit.
            bool isFinite = k == 0 || double.IsFinite(s[0]);
            Array.Fill(inverse, isFinite ? 0 : double.NaN);
            for (int n = 0; isFinite && n < k && s[n] > least; n++)
            {
                for (int column = 0; column < columns; column++)
                {
                    double factor = vt[n * columns + column] / s[n];
                    for (int row = 0; row < rows; row++) inverse[column * rows + row] += factor * u[row * k + n];
                }
            }

            Write(inverse, node.OutputSpan[(i * length)..]);
        }
    }

    // dA = -Pᵀ·dP·Pᵀ + (I - A·P)·dPᵀ·P·Pᵀ + Pᵀ·P·dPᵀ·(I - P·A) (Golub & Pereyra 1973)
    public override Tensor GradientOps(int index, ReadOnlySpan<Tensor> inputs, Tensor output, Tensor gradient)
    {
        (Tensor a, Tensor p) = (inputs[0], output);
        Tensor left = T(gradient).MatMul(p).MatMul(T(p)), right = T(p).MatMul(p).MatMul(T(gradient));
        return left - a.MatMul(p.MatMul(left)) + right - right.MatMul(p).MatMul(a) - T(p).MatMul(gradient).MatMul(T(p));
    }
}
