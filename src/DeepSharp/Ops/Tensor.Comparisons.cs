namespace DeepSharp;

// Comparisons give 1 where they hold and 0 elsewhere: masks to multiply with, to sum, or for Where. None has a gradient.
public sealed partial class Tensor
{
    /// <summary>1 where this is larger, else 0; shapes broadcast as in NumPy.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <example><code>float share = x.Greater(0).Mean().Item();   // of the values, how many are positive</code></example>
    public Tensor Greater(Tensor other) => Tape.Run(MathOps.Greater, this, Require(other));

    /// <summary>1 where a value is larger than a number, else 0.</summary>
    public Tensor Greater(double other) => Greater(Constant((float)other));

    /// <summary>1 where this is larger or equal, else 0; shapes broadcast as in NumPy.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor GreaterOrEqual(Tensor other) => Tape.Run(MathOps.GreaterOrEqual, this, Require(other));

    /// <summary>1 where a value is at least a number, else 0.</summary>
    public Tensor GreaterOrEqual(double other) => GreaterOrEqual(Constant((float)other));

    /// <summary>1 where this is smaller, else 0; shapes broadcast as in NumPy.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Less(Tensor other) => Tape.Run(MathOps.Less, this, Require(other));

    /// <summary>1 where a value is smaller than a number, else 0.</summary>
    public Tensor Less(double other) => Less(Constant((float)other));

    /// <summary>1 where this is smaller or equal, else 0; shapes broadcast as in NumPy.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor LessOrEqual(Tensor other) => Tape.Run(MathOps.LessOrEqual, this, Require(other));

    /// <summary>1 where a value is at most a number, else 0.</summary>
    public Tensor LessOrEqual(double other) => LessOrEqual(Constant((float)other));

    /// <summary>1 where values are equal, else 0; shapes broadcast as in NumPy. NaN equals nothing.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <example><code>float accuracy = scores.ArgMax().EqualTo(labels).Mean().Item();</code></example>
    public Tensor EqualTo(Tensor other) => Tape.Run(MathOps.EqualTo, this, Require(other));

    /// <summary>1 where a value is a number, else 0.</summary>
    public Tensor EqualTo(double other) => EqualTo(Constant((float)other));

    /// <summary>0 where values are equal, else 1; shapes broadcast as in NumPy.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor NotEqualTo(Tensor other) => Tape.Run(MathOps.NotEqualTo, this, Require(other));

    /// <summary>0 where a value is a number, else 1.</summary>
    public Tensor NotEqualTo(double other) => NotEqualTo(Constant((float)other));

    /// <summary>
    /// The value of <paramref name="a"/> where <paramref name="mask"/> is not 0, of <paramref name="b"/> where it is; all three shapes
    /// broadcast as in NumPy.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    /// <example><code>Tensor clean = Tensor.Where(x.EqualTo(x), x, Tensor.Scalar(0));   // NaN becomes 0</code></example>
    public static Tensor Where(Tensor mask, Tensor a, Tensor b)
    {
        Shape shape = Shape.Broadcast(Require(mask).Shape, Shape.Broadcast(Require(a).Shape, Require(b).Shape));
        return Tape.Run(SelectOp.Instance, mask.BroadcastTo(shape), a.BroadcastTo(shape), b.BroadcastTo(shape));
    }
}
