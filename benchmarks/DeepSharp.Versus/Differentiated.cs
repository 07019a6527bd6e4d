using DeepSharp.Benchmarks.Measure;
using static TorchSharp.torch;

namespace DeepSharp.Versus;

/// <summary>A forward and a backward pass, timed apart.</summary>
internal static class Differentiated
{
    /// <summary>The measurements NAME.fwd and NAME.bwd.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="create">Makes the function and what it is differentiated by.</param>
    /// <param name="layout">Of the output's gradient.</param>
    /// <param name="operations">Of a forward pass; a backward pass counts twice.</param>
    /// <param name="bytes">Of a forward pass.</param>
    public static IEnumerable<Measurement> Measurements(
        string name, Func<(Func<Tensor> Function, Tensor[] Inputs)> create, Layout? layout = null, double operations = 0, double bytes = 0)
    {
        yield return new Measurement($"{name}.fwd", () => Forward(create())) { Operations = operations, Bytes = bytes };
        yield return new Measurement($"{name}.bwd", () => Backward(create(), layout)) { Operations = 2 * operations };
    }

    private static Action Forward((Func<Tensor> Function, Tensor[] Inputs) pass) => () =>
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        pass.Function();
    };

    // The graph is made once and differentiated again and again.
    private static Action Backward((Func<Tensor> Function, Tensor[] Inputs) pass, Layout? layout)
    {
        foreach (Tensor input in pass.Inputs) input.requires_grad_();
        Tensor output = pass.Function(), gradient = randn(output.shape);
        Tensor cotangent = layout?.Of(gradient) ?? gradient;
        return () =>
        {
            using var scope = NewDisposeScope();
            autograd.grad([output], pass.Inputs, [cotangent], retain_graph: true);
        };
    }
}
