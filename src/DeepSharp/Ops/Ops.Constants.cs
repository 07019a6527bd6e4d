namespace DeepSharp;

// Tensors of given values. In a step they live in its memory, as all that is computed there.
public static partial class Ops
{
    /// <summary>Zeros.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <example><code>Tensor made = Ops.Zeros([x.Shape[0], 1]);</code></example>
    public static Tensor Zeros(Shape shape) => Full(shape, 0);

    /// <summary>Ones.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <example><code>Tensor real = Ops.Ones([x.Shape[0], 1]);</code></example>
    public static Tensor Ones(Shape shape) => Full(shape, 1);

    /// <summary>One value everywhere.</summary>
    /// <param name="shape">All lengths known.</param>
    /// <param name="fillValue">Rounded to a float.</param>
    /// <example><code>Tensor smooth = Ops.Full([32, 1], 0.9);</code></example>
    public static Tensor Full(Shape shape, double fillValue)
    {
        Tensor result = Tensor.Temporary(shape);
        result.Span.Fill((float)fillValue);
        return result;
    }

    /// <summary>Zeros in the shape of a tensor.</summary>
    /// <param name="x">Of any shape; its values do not count.</param>
    /// <example><code>Tensor state = Ops.ZerosLike(x);</code></example>
    public static Tensor ZerosLike(Tensor x) => Zeros(Require(x).Shape);

    /// <summary>Ones in the shape of a tensor.</summary>
    /// <param name="x">Of any shape; its values do not count.</param>
    /// <example><code>Tensor real = Ops.OnesLike(judged);</code></example>
    public static Tensor OnesLike(Tensor x) => Ones(Require(x).Shape);
}
