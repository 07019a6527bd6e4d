using DeepSharp.Kernels;
using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>Pooling, softmax, cross-entropy, and element-wise functions over long tensors.</summary>
internal static class TensorOps
{
    private const double FloatSize = 4;

    // Functions of one tensor or, for the sum of two, of both; and how often they go through memory of that length.
    private static readonly (string Name, Func<Tensor, Tensor, Tensor> Function, int Passes)[] s_elementwise =
    [
        ("add", (x, y) => x + y, 3), ("relu", (x, _) => Activation.ReLU.Apply(x), 2), ("gelu", (x, _) => Activation.GELU().Apply(x), 2),
        ("gelu_tanh", (x, _) => Activation.GELU(approximate: true).Apply(x), 2), ("exp", (x, _) => x.Exp(), 2),
        ("tanh", (x, _) => x.Tanh(), 2), ("sigmoid", (x, _) => x.Sigmoid(), 2), ("sum", (x, _) => x.Sum(), 1),
    ];

    public static IEnumerable<Measurement> Measurements() =>
        [.. Pooling("op.maxpool2.b32x32x30x30", [32, 30, 30, 32], new MaxPooling2D(2)),
            .. Pooling("op.maxpool3s2.b8x64x112x112", [8, 112, 112, 64], new MaxPooling2D(3, 2, "same")),
            .. Differentiated.Measurements(
                "op.softmax.256x1000", () => Unary([256, 1000], x => x.Softmax()), bytes: FloatSize * 2 * 256_000),
            .. Differentiated.Measurements("op.cross_entropy.256x1000", CrossEntropy),
            .. Elementwise("1M", 1 << 20), .. Elementwise("16M", 1 << 24)];

    private static IEnumerable<Measurement> Pooling(string name, Shape shape, Layer layer) =>
        Differentiated.Measurements(name, () => Unary(shape, x => layer.Apply(x)), bytes: FloatSize * shape.Size * 1.25);

    private static IEnumerable<Measurement> Elementwise(string name, int length)
    {
        foreach ((string function, Func<Tensor, Tensor, Tensor> apply, int passes) in s_elementwise)
        {
            yield return new Measurement($"op.{function}.{name}", () => Call(length, apply)) { Bytes = FloatSize * passes * length };
        }

        yield return new Measurement($"op.add_out.{name}", () => AddInPlace(length)) { Bytes = FloatSize * 3 * length };
    }

    private static (Func<Tensor>, Tensor[]) Unary(Shape shape, Func<Tensor, Tensor> function)
    {
        Tensor x = Noise.Around0(shape);
        return (() => function(x), [x]);
    }

    private static (Func<Tensor>, Tensor[]) CrossEntropy()
    {
        Tensor x = Noise.Around0([256, 1000]);
        Tensor y = Tensor.FromLabels([.. Enumerable.Range(0, 256).Select(i => i * 37 % 1000)]);
        Loss loss = Loss.SparseCategoricalCrossentropy(fromLogits: true);
        return (() => loss.Apply(y, x), [x]);
    }

    private static Action Call(int length, Func<Tensor, Tensor, Tensor> function)
    {
        Tensor x = Noise.Around0([length]), y = Noise.Around0([length], seed: 2);
        var workspace = new Workspace();
        return () => workspace.Run((x, y, function), static state => state.function(state.x, state.y));
    }

    // Tensors have no addition in place; this is the kernel under it.
    private static Action AddInPlace(int length)
    {
        Tensor x = Noise.Around0([length]), sum = Tensor.Zeros([length]);
        return () => BinaryKernels.Map(sum.Span, x.Span, sum.Span, default(AddFunction));
    }
}
