using DeepSharp.Benchmarks.Measure;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepSharp.Versus;

/// <summary>Element-wise functions over long tensors. All but <c>add_out</c> allocate their result.</summary>
internal static class ElementwiseOps
{
    private const double FloatSize = 4;

    // How often a function goes through memory of the tensor's length, and what it is.
    private static readonly (string Name, int Passes, Func<Tensor, Tensor, Tensor> Function)[] s_functions =
    [
        ("add", 3, (x, y) => x + y), ("add_out", 3, (x, y) => y.add_(x)), ("relu", 2, (x, _) => functional.relu(x)),
        ("gelu", 2, (x, _) => functional.gelu(x)), ("gelu_tanh", 2, (x, _) => functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh)),
        ("exp", 2, (x, _) => x.exp()), ("tanh", 2, (x, _) => x.tanh()), ("sigmoid", 2, (x, _) => x.sigmoid()),
        ("sum", 1, (x, _) => x.sum()),
    ];

    public static IEnumerable<Measurement> Measurements() => [.. Measurements("1M", 1 << 20), .. Measurements("16M", 1 << 24)];

    private static IEnumerable<Measurement> Measurements(string size, int length) => s_functions.Select(item =>
        new Measurement($"op.{item.Name}.{size}", () => Create(length, item.Function)) { Bytes = FloatSize * item.Passes * length });

    private static Action Create(int length, Func<Tensor, Tensor, Tensor> function)
    {
        Tensor x = randn(length), y = randn(length);
        return () =>
        {
            using var scope = NewDisposeScope();
            using var inference = no_grad();
            function(x, y);
        };
    }
}
