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
        (Tensor[] outputs, Tensor?[] gradients) = Run(() => [function(x)], [cotangent], [x], weights);
        return (outputs[0], gradients);
    }

    /// <summary>The same of a function with several outputs: the gradients are those of the sum over all of them.</summary>
    /// <param name="function">What to differentiate.</param>
    /// <param name="cotangents">One for each output, as large as it.</param>
    /// <param name="inputs">What it is a function of; their gradients come first.</param>
    /// <param name="weights">Their gradients follow.</param>
    public static (Tensor[] Outputs, Tensor?[] Gradients) Run(
        Func<Tensor[]> function, Tensor[] cotangents, Tensor[] inputs, params ReadOnlySpan<Variable> weights)
    {
        var tape = new GradientTape();
        foreach (Tensor input in inputs) tape.Watch(input);
        Tensor[] outputs = [];
        Tensor sum = tape.Record(() =>
        {
            outputs = function();
            return outputs.Zip(
                cotangents, (output, cotangent) => Tape.Run(new WeightedSumOp(cotangent.ToArray()), output)).Aggregate((a, b) => a + b);
        });
        return (outputs, tape.Gradient(sum, [.. inputs, .. weights.ToArray().Select(weight => weight.Value)]));
    }
}
