namespace DeepSharp;

// Cross-entropies, as keras.ops.nn has them: without means over samples, and with gradients of targets too.
public static partial class Ops
{
    /// <summary>The cross-entropy of each value, a probability of one of two classes.</summary>
    /// <param name="target">0 to 1.</param>
    /// <param name="output">Probabilities, or logits, of the same shape.</param>
    /// <param name="fromLogits">Whether they are logits.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor BinaryCrossentropy(Tensor target, Tensor output, bool fromLogits = false)
    {
        RequireEqual("BinaryCrossentropy", target, output);
        if (fromLogits) return Maximum(output, 0) - output * target + Log1p(Exp(-Abs(output)));
        Tensor share = Clip(output, KerasEpsilon, 1 - KerasEpsilon);
        return -(target * Log(share) + (1 - target) * Log(1 - share));
    }

    /// <summary>The cross-entropy of each distribution over classes.</summary>
    /// <param name="target">Distributions along an axis.</param>
    /// <param name="output">Probabilities, which are scaled to the sum 1, or logits, of the same shape.</param>
    /// <param name="fromLogits">Whether they are logits.</param>
    /// <param name="axis">The axis of the classes, which goes.</param>
    /// <exception cref="ShapeException">The shapes differ, or there is no such axis.</exception>
    public static Tensor CategoricalCrossentropy(Tensor target, Tensor output, bool fromLogits = false, int axis = -1)
    {
        RequireEqual("CategoricalCrossentropy", target, output);
        return -Sum(target * LogShares(output, fromLogits, axis), axis);
    }

    /// <summary>The cross-entropy of each distribution over classes with the class that a label names.</summary>
    /// <remarks>A label that is no class counts for none, as with Keras: 0. The loss of that name refuses it.</remarks>
    /// <param name="target">Labels: whole numbers from 0, without the axis of the classes or with one of length 1 as the last.</param>
    /// <param name="output">Probabilities, which are scaled to the sum 1, or logits.</param>
    /// <param name="fromLogits">Whether they are logits.</param>
    /// <param name="axis">The axis of the classes, which goes.</param>
    /// <exception cref="ShapeException">The shapes do not fit, or there is no such axis.</exception>
    public static Tensor SparseCategoricalCrossentropy(Tensor target, Tensor output, bool fromLogits = false, int axis = -1)
    {
        Shape shape = Require(output).Shape;
        int position = shape.NormalizeAxis(axis);
        if (Require(target).Rank == shape.Rank && target.Shape[^1] == 1) target = Squeeze(target, -1);
        Shape expected = Shape.Create([.. shape[..position].AsSpan(), .. shape[(position + 1)..].AsSpan()]);
        if (target.Shape != expected)
        {
            throw new ShapeException(
                $"SparseCategoricalCrossentropy: expected labels of shape {expected} for outputs of {shape} but got {target.Shape}.");
        }

        return -Sum(OneHot(target, shape[position], position) * LogShares(output, fromLogits, axis), axis);
    }

    private static Tensor LogShares(Tensor output, bool fromLogits, int axis)
    {
        if (fromLogits) return output.LogSoftmax(axis);
        return Log(Clip(output / Sum(output, axis, keepDims: true), KerasEpsilon, 1 - KerasEpsilon));
    }

    private static void RequireEqual(string name, Tensor target, Tensor output)
    {
        if (Require(target).Shape != Require(output).Shape)
        {
            throw new ShapeException($"{name}: expected target and output of one shape but got {target.Shape} and {output.Shape}.");
        }
    }
}
