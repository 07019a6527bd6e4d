namespace DeepSharp;

// Whole numbers as bits, of 32-bit integers. Nothing here has a gradient.
public static partial class Ops
{
    /// <summary>The bits that both whole numbers have.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">A value is not whole, or beyond ±16,777,216.</exception>
    public static Tensor BitwiseAnd(Tensor x, Tensor y) => PairOp.Run(PairFunctions.BitwiseAnd, x, y);

    /// <summary>The bits that one whole number or both have.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">A value is not whole, or beyond ±16,777,216.</exception>
    public static Tensor BitwiseOr(Tensor x, Tensor y) => PairOp.Run(PairFunctions.BitwiseOr, x, y);

    /// <summary>The bits that one of two whole numbers has.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">A value is not whole, or beyond ±16,777,216.</exception>
    public static Tensor BitwiseXor(Tensor x, Tensor y) => PairOp.Run(PairFunctions.BitwiseXor, x, y);

    /// <summary>Whole numbers with their bits shifted to the left, rounded to a float.</summary>
    /// <param name="x">Whole numbers.</param>
    /// <param name="y">By how many bits, 0 to 31.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">A value is not whole, or beyond ±16,777,216, or a number of bits is not from 0 to 31.</exception>
    public static Tensor LeftShift(Tensor x, Tensor y) => PairOp.Run(PairFunctions.LeftShift, x, y);

    /// <summary>Whole numbers with their bits shifted to the left, rounded to a float.</summary>
    /// <param name="x">Whole numbers.</param>
    /// <param name="y">By how many bits, 0 to 31.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">A value is not whole, or beyond ±16,777,216, or a number of bits is not from 0 to 31.</exception>
    public static Tensor BitwiseLeftShift(Tensor x, Tensor y) => PairOp.Run(PairFunctions.LeftShift, x, y);

    /// <summary>Whole numbers with their bits shifted to the right, which rounds down.</summary>
    /// <param name="x">Whole numbers.</param>
    /// <param name="y">By how many bits, 0 to 31.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">A value is not whole, or beyond ±16,777,216, or a number of bits is not from 0 to 31.</exception>
    public static Tensor RightShift(Tensor x, Tensor y) => PairOp.Run(PairFunctions.RightShift, x, y);

    /// <summary>Whole numbers with their bits shifted to the right, which rounds down.</summary>
    /// <param name="x">Whole numbers.</param>
    /// <param name="y">By how many bits, 0 to 31.</param>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <exception cref="ArgumentException">A value is not whole, or beyond ±16,777,216, or a number of bits is not from 0 to 31.</exception>
    public static Tensor BitwiseRightShift(Tensor x, Tensor y) => PairOp.Run(PairFunctions.RightShift, x, y);

    /// <summary>All bits the other way round: -x - 1.</summary>
    /// <exception cref="ArgumentException">A value is not whole, or beyond ±16,777,216.</exception>
    public static Tensor BitwiseNot(Tensor x) => PairOp.Run(PairFunctions.BitwiseXor, x, Tensor.Constant(-1));

    /// <summary>All bits the other way round: -x - 1.</summary>
    /// <exception cref="ArgumentException">A value is not whole, or beyond ±16,777,216.</exception>
    public static Tensor BitwiseInvert(Tensor x) => PairOp.Run(PairFunctions.BitwiseXor, x, Tensor.Constant(-1));
}
