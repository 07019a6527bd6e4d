namespace DeepSharp;

// A gradient that is not that of the ops.
public static partial class Ops
{
    /// <summary>A function of a tensor with a custom gradient.</summary>
    /// <param name="x">The input.</param>
    /// <param name="function">The function; of what it computes no tape records anything.</param>
    /// <param name="gradient">
    /// Of the input, the output and the gradient of the output: the gradient of the input, of its shape. Made of differentiable operations
    /// it has gradients too, on a tape around another.
    /// </param>
    /// <exception cref="ShapeException">The gradient, when it is computed, has another shape than the input.</exception>
    /// <example><code>
    /// // The gradient passes a rounding as if it were not there.
    /// Tensor whole = Ops.CustomGradient(x, Round, (x, y, upstream) => upstream);
    /// </code></example>
    public static Tensor CustomGradient(Tensor x, Func<Tensor, Tensor> function, Func<Tensor, Tensor, Tensor, Tensor> gradient)
    {
        Require(x);
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(gradient);
        return CustomGradient([x], inputs => function(inputs[0]), (inputs, y, upstream) => [gradient(inputs[0], y, upstream)]);
    }

    /// <summary>The same of several tensors.</summary>
    /// <param name="xs">The inputs.</param>
    /// <param name="function">The function; of what it computes no tape records anything.</param>
    /// <param name="gradient">The gradient of each input, of its shape, or null where there is none.</param>
    /// <exception cref="ShapeException">A gradient, when it is computed, has another shape than its input.</exception>
    /// <exception cref="InvalidOperationException">There are not as many gradients as inputs.</exception>
    /// <example><code>
    /// // log(eᵃ + eᵇ), whose gradients are shares.
    /// Tensor y = Ops.CustomGradient(
    ///     [a, b], x => Ops.Maximum(x[0], x[1]) + Ops.Log(1 + Ops.Exp(-Ops.Abs(x[0] - x[1]))),
    ///     (x, y, upstream) => [upstream * Ops.Sigmoid(x[0] - x[1]), upstream * Ops.Sigmoid(x[1] - x[0])]);
    /// </code></example>
    public static Tensor CustomGradient(
        ReadOnlySpan<Tensor> xs, Func<Tensor[], Tensor> function, Func<Tensor[], Tensor, Tensor, IReadOnlyList<Tensor?>> gradient)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(gradient);
        RequireSome(xs, nameof(CustomGradient));
        Tensor value;
        Tape? previous = Tape.Current is { } tape ? tape.Silent.Enter() : Tape.Suspend();
        try
        {
            value = function(xs.ToArray()) ?? throw new InvalidOperationException(
                "CustomGradient: expected the function to give a tensor but it gave null.");
        }
        finally
        {
            Tape.Restore(previous);
        }

        return Tape.Run(new CustomGradientOp(value, gradient), xs);
    }
}
