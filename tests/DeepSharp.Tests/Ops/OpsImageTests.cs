using DeepSharp.Layers;
using Functions = DeepSharp.Ops;

namespace DeepSharp.Tests.Ops;

/// <summary>Convolution and pooling as functions are those of the layers, which are tested against references.</summary>
public class OpsImageTests
{
    private static readonly Tensor s_images = OpData.Random([2, 7, 6, 4], 1);

    [Theory]
    [InlineData("valid", 1, 1, 1)]
    [InlineData("same", 2, 1, 1)]
    [InlineData("same", 1, 2, 1)]
    [InlineData("valid", 1, 1, 2)]
    public void A_convolution_is_that_of_the_layer(string padding, int strides, int dilation, int groups)
    {
        Tensor kernel = OpData.Random([3, 2, 4 / groups, 6], 2);
        var layer = new Conv2D(6, (3, 2), strides, padding, dilationRate: dilation, groups: groups, useBias: false);
        layer.Build(s_images.Shape);
        layer.Kernel!.Assign(kernel);
        AssertSame(
            () => layer.Apply(s_images), layer.Kernel.Value,
            () => Functions.Conv2D(s_images, kernel, strides, padding, dilation), kernel);
    }

    [Theory]
    [InlineData("valid", null)]
    [InlineData("same", null)]
    [InlineData("same", 1)]
    public void Pooling_is_that_of_the_layer(string padding, int? strides)
    {
        Size2D? steps = strides is { } step ? step : null;
        AssertSame(
            () => new MaxPooling2D((2, 3), steps, padding).Apply(s_images), s_images,
            () => Functions.MaxPool2D(s_images, (2, 3), steps, padding), s_images);
        AssertSame(
            () => new AveragePooling2D((2, 3), steps, padding).Apply(s_images), s_images,
            () => Functions.AveragePool2D(s_images, (2, 3), steps, padding), s_images);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Equal(
            "Conv2D: expected a kernel of rank 4 (height, width, channels, filters) but got (3, 3).",
            ShapeError.Of(() => Functions.Conv2D(s_images, Tensor.Zeros([3, 3]))));
        Assert.StartsWith(
            "Conv2D: expected a kernel of shape (3, 3, 4, 6)", ShapeError.Of(() => Functions.Conv2D(s_images, Tensor.Zeros([3, 3, 3, 6]))),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Conv2D: expected an input of rank 4", ShapeError.Of(() => Functions.Conv2D(Tensor.Zeros([7, 6]), Tensor.Zeros([3, 3, 4, 6]))),
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Functions.Conv2D(s_images, Tensor.Zeros([2, 2, 4, 6]), strides: 2, dilationRate: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Functions.Conv2D(s_images, Tensor.Zeros([2, 2, 4, 6]), strides: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Functions.MaxPool2D(s_images, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Functions.AveragePool2D(s_images, 2, (1, 0)));
    }

    private static void AssertSame(Func<Tensor> want, Tensor wantSource, Func<Tensor> got, Tensor gotSource)
    {
        (Tensor wantOutput, Tensor wantGradient) = Differentiate(want, wantSource);
        (Tensor gotOutput, Tensor gotGradient) = Differentiate(got, gotSource);
        Assert.Equal(wantOutput.Shape, gotOutput.Shape);
        TestData.AssertSameBits(wantOutput.Span, gotOutput.Span, "output");
        TestData.AssertSameBits(wantGradient.Span, gotGradient.Span, "gradient");
    }

    private static (Tensor Output, Tensor Gradient) Differentiate(Func<Tensor> function, Tensor source)
    {
        var tape = new GradientTape();
        tape.Watch(source);
        Tensor? output = null;
        Tensor sum = tape.Record(() =>
        {
            output = function();
            return Tape.Run(new WeightedSumOp(TestData.Uniform(output.Size, seed: 77)), output);
        });
        return (output!, tape.Gradient(sum, [source])[0]!);
    }
}
