using DeepSharp;

namespace SidePackage;

/// <summary>Rounding that learns: values are whole, and gradients pass where the value is within bounds.</summary>
public static class StraightThrough
{
    /// <summary>The nearest whole numbers.</summary>
    public static Tensor Round(Tensor x, double bound)
    {
        return Ops.CustomGradient(
            x,
            values => Tensor.From([.. values.ToArray().Select(value => MathF.Round(value))], values.Shape),
            (values, whole, upstream) => upstream * Ops.LessEqual(Ops.Abs(values), bound));
    }

    /// <summary>log(1 + eˣ), whose own gradient would overflow for large values.</summary>
    public static Tensor Softplus(Tensor x) => Ops.CustomGradient(
        x,
        values => Ops.Maximum(values, 0) + Ops.Log(1 + Ops.Exp(-Ops.Abs(values))),
        (values, y, upstream) => upstream * Ops.Sigmoid(values));
}
