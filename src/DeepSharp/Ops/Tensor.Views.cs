namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>The same values under another shape, as a view. One length may be -1: it follows from the others.</summary>
    /// <exception cref="ShapeException">The new shape does not hold as many values.</exception>
    /// <example><code>x.Reshape([32, -1])</code></example>
    public Tensor Reshape(Shape shape) => Tape.Run(new ReshapeOp(shape), this);

    /// <summary><paramref name="count"/> rows of the first axis from <paramref name="start"/> on, as a view.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not all there.</exception>
    public Tensor Slice(int start, int count) => Tape.Run(new SliceOp(start, count), this);
}
