using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Normalization;

public class SpectralNormalizationTests
{
    [Fact]
    public void Holds_what_every_layer_holds()
    {
        static Layer Create() => new SpectralNormalization(new Dense(3, name: "d"), powerIterations: 2, name: "s");
        LayerTester.CheckShapes(Create, [2, 4], [2, 3], weights: 3, training: true);
        LayerTester.CheckConfig(Create);
        LayerTester.CheckThreads(Create, [64, 4]);
        LayerTester.CheckAllocations(Create, [8, 4]);
    }

    [Fact]
    public void Training_brings_the_largest_stretch_to_1()
    {
        var dense = new Dense(2, useBias: false);
        var layer = new SpectralNormalization(dense, powerIterations: 50);
        layer.Build([1, 2]);
        dense.Kernel!.Assign(Tensor.From([4, 0, 0, 2], [2, 2]));
        layer.Apply(Tensor.Ones([1, 2]), training: true);
        TestData.AssertClose([1, 0, 0, 0.5], dense.Kernel.Value.Span, 1e-5, 0, "kernel");
        TestData.AssertClose([1, 0], [.. layer.VectorU!.Value.ToArray().Select(Math.Abs)], 1e-5, 0, "vector_u");
    }

    [Fact]
    public void Inference_changes_nothing()
    {
        var layer = new SpectralNormalization(new Conv2D(2, (3, 3)));
        layer.Build([1, 5, 5, 1]);
        float[][] before = [.. layer.GetWeights().Select(weight => weight.ToArray())];
        layer.Apply(LayerTester.RandomInput([1, 5, 5, 1]));
        Assert.Equal(before, layer.GetWeights().Select(weight => weight.ToArray()));
        Assert.Equal(["kernel", "vector_u", "bias"], layer.Weights.Select(weight => weight.Name));
    }

    [Fact]
    public void A_kernel_of_zeros_stays_as_it_is()
    {
        var layer = new SpectralNormalization(new Dense(2, kernelInitializer: "zeros"));
        Assert.Equal([0, 0], layer.Apply(Tensor.Ones([1, 3]), training: true).ToArray());
    }

    [Fact]
    public void A_layer_without_a_kernel_is_refused() => Assert.StartsWith(
        "SpectralNormalization 's': expected a layer with a weight 'kernel' or 'embeddings' but Flatten 'f' has none.",
        Assert.Throws<ArgumentException>(() => new SpectralNormalization(new Flatten(name: "f"), name: "s").Build([1, 2])).Message,
        StringComparison.Ordinal);
}
