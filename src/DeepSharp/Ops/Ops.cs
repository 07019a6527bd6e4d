using System.Runtime.CompilerServices;

namespace DeepSharp;

/// <summary>
/// Functions of tensors for custom layers, losses and training loops: those of <c>keras.ops</c>, with their arguments.
/// </summary>
/// <remarks>
/// All are differentiable unless they say otherwise: what they compute on a <see cref="GradientTape"/>, or in the <c>Call</c> of a layer
/// that is trained, has gradients. Shapes broadcast as in NumPy, and negative axes count from the end.
/// </remarks>
/// <example><code>
/// protected override Tensor Call(Tensor target, Tensor prediction) =>
///     Ops.Mean(Ops.Log(Ops.Exp(prediction - target) + Ops.Exp(target - prediction)), axis: -1);
/// </code></example>
public static partial class Ops
{
    /// <summary>The same values, which count as a constant: no gradient passes.</summary>
    /// <param name="x">Of any shape.</param>
    /// <returns>A view, as <paramref name="x"/>.</returns>
    /// <example><code>Tensor loss = Ops.Mean(Ops.Square(Ops.StopGradient(target) - prediction));</code></example>
    public static Tensor StopGradient(Tensor x) => Tape.Detach(Require(x));

    // Named as the caller calls it, which is what the user wrote.
    private static Tensor Require(Tensor x, [CallerArgumentExpression(nameof(x))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(x, name);
        return x;
    }
}
