namespace DeepSharp;

// The functions that layers take as activations.
public static partial class Ops
{
    /// <summary>max(0, x), element by element. The derivative at 0 is 0.</summary>
    /// <param name="x">Of any shape.</param>
    public static Tensor ReLU(Tensor x) => Activation.ReLU.Apply(Require(x));

    /// <summary>min(max(0, x), 6), element by element.</summary>
    /// <param name="x">Of any shape.</param>
    public static Tensor ReLU6(Tensor x) => Activation.ReLU6.Apply(Require(x));

    /// <summary>x where it is above 0, else <paramref name="negativeSlope"/>·x.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="negativeSlope">The slope below 0.</param>
    public static Tensor LeakyReLU(Tensor x, double negativeSlope = 0.2) => Activation.LeakyReLU(negativeSlope).Apply(Require(x));

    /// <summary>x where it is above 0, else <paramref name="alpha"/>·(exp(x) - 1).</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="alpha">What the values approach, with the opposite sign, for small x.</param>
    public static Tensor ELU(Tensor x, double alpha = 1) => Activation.ELU(alpha).Apply(Require(x));

    /// <summary>x·Φ(x), with the normal distribution Φ.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="approximate">Whether to take the formula with tanh instead of the exact one.</param>
    public static Tensor GELU(Tensor x, bool approximate = true) => Activation.GELU(approximate).Apply(Require(x));

    /// <summary>x·sigmoid(x), also called swish.</summary>
    /// <param name="x">Of any shape.</param>
    public static Tensor SiLU(Tensor x) => Activation.SiLU.Apply(Require(x));

    /// <summary>log(1 + exp(x)).</summary>
    /// <param name="x">Of any shape.</param>
    public static Tensor Softplus(Tensor x) => Activation.Softplus.Apply(Require(x));

    /// <summary>1 / (1 + exp(-x)), from 0 to 1.</summary>
    /// <param name="x">Of any shape.</param>
    public static Tensor Sigmoid(Tensor x) => Require(x).Sigmoid();

    /// <summary>The hyperbolic tangent, from -1 to 1.</summary>
    /// <param name="x">Of any shape.</param>
    public static Tensor Tanh(Tensor x) => Require(x).Tanh();

    /// <summary>exp(x) / Σ exp(x) along an axis: values above 0 that sum to 1.</summary>
    /// <param name="x">Of one axis or more.</param>
    /// <param name="axis">The axis along which values sum to 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Softmax(Tensor x, int axis = -1) => Require(x).Softmax(axis);

    /// <summary>The logarithm of <see cref="Softmax"/>, exact where probabilities are too small for a float.</summary>
    /// <param name="x">Of one axis or more.</param>
    /// <param name="axis">The axis along which probabilities sum to 1.</param>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor LogSoftmax(Tensor x, int axis = -1) => Require(x).LogSoftmax(axis);
}
