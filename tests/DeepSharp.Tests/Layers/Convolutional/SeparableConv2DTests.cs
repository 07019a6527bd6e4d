using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using static DeepSharp.Tests.Reference.VolumeReference.Axis;

namespace DeepSharp.Tests.Layers.Convolutional;

public class SeparableConv2DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new SeparableConv2D(4, (3, 2), padding: "same", activation: "relu", name: "s"),
        input: [2, 4, 5, 3], output: [2, 4, 5, 4], weights: 3,
        (x, w) => [.. new VolumeReference(2, 3, 4, 1, Convolution(4, 1), Convolution(5, 1)).Outputs(
            new VolumeReference(2, 3, 3, 3, Convolution(4, 3, padding: "same"), Convolution(5, 2, padding: "same")).Outputs(x, w[0]),
            w[1], w[2]).Select(y => Math.Max(y, 0))]);

    [Fact]
    public void Weights_have_the_names_and_shapes_of_Keras()
    {
        var layer = new SeparableConv2D(8, (3, 5), depthMultiplier: 2, name: "s");
        layer.Build([Shape.Any, 8, 8, 4]);
        Assert.Equal(
            ["s/depthwise_kernel (3, 5, 4, 2)", "s/pointwise_kernel (1, 1, 8, 8)", "s/bias (8,)"],
            layer.Weights.Select(weight => weight.ToString()));
        Assert.Same(layer.Weights[0], layer.Kernel);
        Assert.Same(layer.Weights[1], layer.PointwiseKernel);
    }

    [Fact]
    public void Options_are_readable_and_survive_the_config()
    {
        var layer = new SeparableConv2D(
            8, (3, 5), strides: 2, padding: "same", depthMultiplier: 2, depthwiseInitializer: "zeros", pointwiseInitializer: "ones",
            depthwiseRegularizer: "l1", pointwiseRegularizer: "l2", depthwiseConstraint: "non_neg", pointwiseConstraint: "unit_norm");
        foreach (SeparableConv2D copy in (SeparableConv2D[])[layer, (SeparableConv2D)Layer.FromConfig(layer.ToConfig())])
        {
            Assert.Equal((8, (3, 5), 2, 1, 2), (copy.Filters, copy.KernelSize, copy.Strides, copy.DilationRate, copy.DepthMultiplier));
            Assert.Equal((Initializer.Zeros, Initializer.Ones), (copy.DepthwiseInitializer, copy.PointwiseInitializer));
            Assert.Equal(layer.DepthwiseRegularizer!.ToConfig().ToJsonString(), copy.DepthwiseRegularizer!.ToConfig().ToJsonString());
            Assert.Equal(layer.PointwiseRegularizer!.ToConfig().ToJsonString(), copy.PointwiseRegularizer!.ToConfig().ToJsonString());
            Assert.Equal(layer.DepthwiseConstraint!.ToConfig().ToJsonString(), copy.DepthwiseConstraint!.ToConfig().ToJsonString());
            Assert.Equal(layer.PointwiseConstraint!.ToConfig().ToJsonString(), copy.PointwiseConstraint!.ToConfig().ToJsonString());
        }
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused()
    {
        var layer = new SeparableConv2D(8, 3, depthMultiplier: int.MaxValue, name: "s");
        Assert.StartsWith("SeparableConv2D 's': ", Assert.Throws<ShapeException>(() => layer.Build([1, 8, 8, 3])).Message);
    }
}
