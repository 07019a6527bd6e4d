using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>Normalization layers in training; backwards the gradients of input, gamma and beta.</summary>
internal static class Normalizations
{
    private const double FloatSize = 4;

    public static IEnumerable<Measurement> Measurements() =>
        [.. Layer("op.batchnorm.train.32x64x28x28", [32, 28, 28, 64], () => new BatchNormalization(), passes: 3),
            .. Layer("op.layernorm.256x768", [256, 768], () => new LayerNormalization(), passes: 2)];

    private static IEnumerable<Measurement> Layer(string name, Shape shape, Func<Layer> create, int passes) =>
        Differentiated.Measurements(name, () => Train(create(), shape), bytes: FloatSize * passes * shape.Size);

    private static (Func<Tensor>, Tensor[]) Train(Layer layer, Shape shape)
    {
        Tensor x = Noise.Around0(shape);
        layer.Build(shape);
        return (() => layer.Apply(x, training: true), [x, .. layer.TrainableWeights.Select(weight => weight.Value)]);
    }
}
