using DeepSharp.Kernels;

namespace DeepSharp;

public sealed partial class Tensor
{
    /// <summary>e to the power of every value.</summary>
    /// <example><code>Tensor y = Tensor.From([0f, 1f]).Exp();   // 1, 2.71828</code></example>
    public Tensor Exp() => Tape.Run(MathOps.Exp, this);

    /// <summary>The natural logarithm of every value: NaN below 0, -∞ at 0.</summary>
    public Tensor Log() => Tape.Run(MathOps.Log, this);

    /// <summary>The square root of every value: NaN below 0.</summary>
    public Tensor Sqrt() => Tape.Run(MathOps.Sqrt, this);

    /// <summary>Every value without its sign. The derivative at 0 is 0.</summary>
    public Tensor Abs() => Tape.Run(MathOps.Abs, this);

    /// <summary>The square of every value.</summary>
    public Tensor Square() => Tape.Run(MathOps.Square, this);

    /// <summary>The hyperbolic tangent of every value, from -1 to 1.</summary>
    public Tensor Tanh() => Tape.Run(MathOps.Tanh, this);

    /// <summary>1 / (1 + exp(-x)) of every value, from 0 to 1.</summary>
    public Tensor Sigmoid() => Tape.Run(MathOps.Sigmoid, this);

    /// <summary>Every value to a power; shapes broadcast as in NumPy.</summary>
    /// <remarks>The gradient of the exponent is 0 where the base is not positive.</remarks>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Pow(Tensor exponent) => Tape.Run(MathOps.Power, this, Require(exponent));

    /// <summary>Every value to a power.</summary>
    /// <example><code>Tensor cubes = Tensor.Range(1, 4).Pow(3);   // 1, 8, 27</code></example>
    public Tensor Pow(double exponent) => (float)exponent == 2f ? Square() : Pow(Constant((float)exponent));

    /// <summary>The larger of two values, element by element; shapes broadcast as in NumPy. NaN if either is.</summary>
    /// <remarks>Where both are equal, this tensor has the gradient.</remarks>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Maximum(Tensor other) => Tape.Run(MathOps.Maximum, this, Require(other));

    /// <summary>Every value, but at least <paramref name="other"/>.</summary>
    /// <example><code>Tensor positive = x.Maximum(0);</code></example>
    public Tensor Maximum(double other) => Maximum(Constant((float)other));

    /// <summary>The smaller of two values, element by element; shapes broadcast as in NumPy. NaN if either is.</summary>
    /// <remarks>Where both are equal, this tensor has the gradient.</remarks>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor Minimum(Tensor other) => Tape.Run(MathOps.Minimum, this, Require(other));

    /// <summary>Every value, but at most <paramref name="other"/>.</summary>
    public Tensor Minimum(double other) => Minimum(Constant((float)other));

    /// <summary>Every value, but within bounds. The gradient passes where the value is within.</summary>
    /// <exception cref="ArgumentException"><paramref name="minimum"/> is above <paramref name="maximum"/>.</exception>
    public Tensor Clip(double minimum, double maximum)
    {
        (float low, float high) = ((float)minimum, (float)maximum);
        if (!(low <= high))
        {
            throw new ArgumentException(
                $"Clip: expected a minimum that is not above the maximum but got {low} and {high}. Swap them.");
        }

        return Tape.Run(new UnaryOp<ClipFunction>("Clip", new ClipFunction(low, high)), this);
    }

    /// <summary>exp(x) / Σ exp(x) along an axis, at first the last: values above 0 that sum to 1.</summary>
    /// <param name="axis">The axis along which values sum to 1; negative ones count from the end.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    /// <example><code>Tensor probabilities = logits.Softmax();</code></example>
    public Tensor Softmax(int axis = -1) => Tape.Run(axis == -1 ? MathOps.Softmax : new SoftmaxOp(axis), this);

    /// <summary>The logarithm of <see cref="Softmax"/>, exact where probabilities are too small for a float.</summary>
    /// <param name="axis">The axis along which probabilities sum to 1; negative ones count from the end.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public Tensor LogSoftmax(int axis = -1) => Tape.Run(axis == -1 ? MathOps.LogSoftmax : new LogSoftmaxOp(axis), this);
}
