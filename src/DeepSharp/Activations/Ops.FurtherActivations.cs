namespace DeepSharp;

// Activations that are rarely called by name.
public static partial class Ops
{
    /// <summary>The continuously differentiable exponential unit, max(0, x) + min(0, α·(exp(x/α) - 1)).</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="alpha">α, above 0.</param>
    public static Tensor CELU(Tensor x, double alpha = 1) => Activation.CELU(alpha).Apply(Require(x));

    /// <summary>The gated unit: one half along an axis times the sigmoid of the other.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis that is cut into halves.</param>
    public static Tensor GLU(Tensor x, int axis = -1) => Activation.GLU(axis).Apply(Require(x));

    /// <summary>Every value, but 0 from -threshold to threshold.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="threshold">The threshold, 0 or more.</param>
    public static Tensor HardShrink(Tensor x, double threshold = 0.5) => Activation.HardShrink(threshold).Apply(Require(x));

    /// <summary>A sigmoid of straight lines: x/6 + 1/2, from 0 to 1.</summary>
    public static Tensor HardSigmoid(Tensor x) => Activation.HardSigmoid.Apply(Require(x));

    /// <summary>Every value times its hard sigmoid.</summary>
    public static Tensor HardSiLU(Tensor x) => Activation.HardSiLU.Apply(Require(x));

    /// <summary>Every value, but from -1 to 1.</summary>
    public static Tensor HardTanh(Tensor x) => Activation.HardTanh.Apply(Require(x));

    /// <summary>The logarithm of the sigmoid.</summary>
    public static Tensor LogSigmoid(Tensor x) => Activation.LogSigmoid.Apply(Require(x));

    /// <summary>The scaled exponential unit, which keeps mean and variance of layers (Klambauer et al. 2017).</summary>
    public static Tensor SELU(Tensor x) => Activation.SELU.Apply(Require(x));

    /// <summary>Every value nearer to 0 by a threshold, or 0.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="threshold">The threshold, 0 or more.</param>
    public static Tensor SoftShrink(Tensor x, double threshold = 0.5) => Activation.SoftShrink(threshold).Apply(Require(x));

    /// <summary>x/(1 + |x|).</summary>
    public static Tensor Softsign(Tensor x) => Activation.Softsign.Apply(Require(x));

    /// <summary>0 up to -1, x from 1 on, and (x + 1)²/4 between.</summary>
    public static Tensor SparsePlus(Tensor x) => Activation.SparsePlus.Apply(Require(x));

    /// <summary>0 up to -1, 1 from 1 on, and (x + 1)/2 between.</summary>
    public static Tensor SparseSigmoid(Tensor x) => Activation.SparseSigmoid.Apply(Require(x));

    /// <summary>
    /// The projection onto distributions along an axis, many of whose probabilities are 0 (Martins &amp; Astudillo 2016).
    /// </summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="axis">The axis.</param>
    public static Tensor Sparsemax(Tensor x, int axis = -1) => Activation.SparsemaxOver(axis).Apply(Require(x));

    /// <summary>(x + √(x² + b))/2.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="b">b, 0 or more.</param>
    public static Tensor Squareplus(Tensor x, double b = 4) => Activation.Squareplus(b).Apply(Require(x));

    /// <summary>x - tanh(x).</summary>
    public static Tensor TanhShrink(Tensor x) => Activation.TanhShrink.Apply(Require(x));

    /// <summary>Every value above a threshold, and a number in the place of the others.</summary>
    /// <param name="x">Of any shape.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="defaultValue">The number.</param>
    public static Tensor Threshold(Tensor x, double threshold, double defaultValue) =>
        Activation.Threshold(threshold, defaultValue).Apply(Require(x));
}
