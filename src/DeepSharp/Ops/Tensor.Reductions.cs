namespace DeepSharp;

// Reductions of all values, of one axis, or of several. With keepDims, reduced axes stay with length 1, ready to broadcast.
public sealed partial class Tensor
{
    /// <summary>The sum of all values, shape ().</summary>
    public Tensor Sum() => Tape.Run(SumOp.OfAll, this);

    /// <summary>The sum along an axis; negative axes count from the end.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    /// <example><code>
    /// var x = Tensor.From([1, 2, 3, 4, 5, 6], [2, 3]);
    /// Tensor rows = x.Sum(axis: 1);                    // (2,): 6, 15
    /// Tensor shares = x / x.Sum(axis: 1, keepDims: true);
    /// </code></example>
    public Tensor Sum(int axis, bool keepDims = false) => Tape.Run(new SumOp([axis], keepDims, isMean: false), this);

    /// <summary>The sum over several axes, all of them if none is named.</summary>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    /// <example><code>Tensor perChannel = images.Sum([0, 1, 2]);</code></example>
    public Tensor Sum(ReadOnlySpan<int> axes, bool keepDims = false) => Tape.Run(new SumOp(axes.ToArray(), keepDims, isMean: false), this);

    /// <summary>The mean of all values, shape (); NaN if there is none.</summary>
    public Tensor Mean() => Tape.Run(SumOp.MeanOfAll, this);

    /// <summary>The mean along an axis; negative axes count from the end.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor Mean(int axis, bool keepDims = false) => Tape.Run(new SumOp([axis], keepDims, isMean: true), this);

    /// <summary>The mean over several axes, all of them if none is named.</summary>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public Tensor Mean(ReadOnlySpan<int> axes, bool keepDims = false) => Tape.Run(new SumOp(axes.ToArray(), keepDims, isMean: true), this);

    /// <summary>The largest of all values, shape (); NaN if one is.</summary>
    /// <remarks>The first of equal values has the gradient.</remarks>
    /// <exception cref="ShapeException">There is no value.</exception>
    public Tensor Max() => Tape.Run(ExtremumOp.MaxOfAll, this);

    /// <summary>The largest values along an axis; negative axes count from the end.</summary>
    /// <exception cref="ShapeException">There is no such axis, or it is empty.</exception>
    public Tensor Max(int axis, bool keepDims = false) => Tape.Run(new ExtremumOp([axis], keepDims, isMax: true), this);

    /// <summary>The largest values over several axes, all of them if none is named.</summary>
    /// <exception cref="ShapeException">There is no such axis, one is named twice, or one is empty.</exception>
    public Tensor Max(ReadOnlySpan<int> axes, bool keepDims = false) =>
        Tape.Run(new ExtremumOp(axes.ToArray(), keepDims, isMax: true), this);

    /// <summary>The smallest of all values, shape (); NaN if one is.</summary>
    /// <remarks>The first of equal values has the gradient.</remarks>
    /// <exception cref="ShapeException">There is no value.</exception>
    public Tensor Min() => Tape.Run(ExtremumOp.MinOfAll, this);

    /// <summary>The smallest values along an axis; negative axes count from the end.</summary>
    /// <exception cref="ShapeException">There is no such axis, or it is empty.</exception>
    public Tensor Min(int axis, bool keepDims = false) => Tape.Run(new ExtremumOp([axis], keepDims, isMax: false), this);

    /// <summary>The smallest values over several axes, all of them if none is named.</summary>
    /// <exception cref="ShapeException">There is no such axis, one is named twice, or one is empty.</exception>
    public Tensor Min(ReadOnlySpan<int> axes, bool keepDims = false) =>
        Tape.Run(new ExtremumOp(axes.ToArray(), keepDims, isMax: false), this);

    /// <summary>The position of the largest value along an axis, at first the last; the first of equal ones. It has no gradient.</summary>
    /// <exception cref="ShapeException">There is no such axis, or it is empty.</exception>
    /// <example><code>Tensor labels = model.Predict(images).ArgMax();   // (batch, classes) to (batch,)</code></example>
    public Tensor ArgMax(int axis = -1) => Tape.Run(new ArgMaxOp(axis), this);
}
