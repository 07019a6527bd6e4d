namespace DeepSharp.Tests.Golden;

/// <summary>The output of a function of one tensor, and the gradients of sum(output·cotangent).</summary>
internal static class Differentiation
{
    /// <summary>Runs the function on a tape.</summary>
    /// <param name="function">What to differentiate.</param>
    /// <param name="cotangent">As large as the output.</param>
    /// <param name="x">The input; its gradient comes first.</param>
    /// <param name="weights">Their gradients follow.</param>
    public static (Tensor Output, Tensor?[] Gradients) Run(
        Func<Tensor, Tensor> function, Tensor cotangent, Tensor x, params ReadOnlySpan<Variable> weights)
    {
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor output = null!;
        Tensor sum = tape.Record(() =>
        {
            output = function(x);
            return Tape.Run(new WeightedSumOp(cotangent.ToArray()), output);
        });
        return (output, tape.Gradient(sum, [x, .. weights.ToArray().Select(weight => weight.Value)]));
    }
}
