using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using static DeepSharp.Tests.Reference.VolumeReference.Axis;

namespace DeepSharp.Tests.Layers.Convolutional;

public class Conv1DTransposeTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new Conv1DTranspose(4, 3, strides: 2, name: "c"), input: [2, 5, 3], output: [2, 11, 4], weights: 2,
        (x, w) => new VolumeReference(2, 4, 3, 1, Transposed(5, 3, 2)).Images(x, w[0], w[1]));

    [Fact]
    public void Holds_it_with_same_padding_and_relu_fused() => LayerTester.Check(
        () => new Conv1DTranspose(2, 4, strides: 3, padding: "same", activation: "relu", name: "c"),
        input: [2, 4, 3], output: [2, 12, 2], weights: 2,
        (x, w) => [.. new VolumeReference(2, 2, 3, 1, Transposed(4, 4, 3, padding: "same")).Images(x, w[0], w[1])
            .Select(y => Math.Max(y, 0))]);

    [Fact]
    public void Holds_it_with_dilation_and_no_bias() => LayerTester.Check(
        () => new Conv1DTranspose(2, 3, dilationRate: 2, useBias: false, name: "c"), input: [2, 4, 3], output: [2, 8, 2], weights: 1,
        (x, w) => new VolumeReference(2, 2, 3, 1, Transposed(4, 3, 1, 2)).Images(x, w[0]));

    [Theory]
    [InlineData("valid", 0, 11), InlineData("valid", 1, 12), InlineData("same", 0, 9), InlineData("same", 1, 10)]
    public void Holds_it_with_padding_of_the_output(string padding, int outputPadding, int length) => LayerTester.Check(
        () => new Conv1DTranspose(2, 3, 2, padding, outputPadding, name: "c"), input: [2, 5, 3], output: [2, length, 2], weights: 2,
        (x, w) => new VolumeReference(2, 2, 3, 1, Transposed(5, 3, 2, 1, padding, outputPadding)).Images(x, w[0], w[1]));

    // A window shorter than the stride leaves gaps, which have the bias alone.
    [Fact]
    public void Every_value_puts_its_window_into_the_output()
    {
        var layer = new Conv1DTranspose(1, 2, strides: 3);
        layer.Build([Shape.Any, 2, 1]);
        layer.SetWeights([Tensor.From([1, 10], [2, 1, 1]), Tensor.From([0.5f])]);
        Assert.Equal([2.5f, 20.5f, 0.5f, 3.5f, 30.5f, 0.5f], layer.Apply(Tensor.From([2, 3], [1, 2, 1])).ToArray());
    }

    [Theory]
    [InlineData(1, 0, 1, 1, "expected kernelSize of 1 or more but got 0")]
    [InlineData(0, 1, 1, 1, "expected filters of 1 or more but got 0")]
    [InlineData(1, 3, 2, 2, "expected strides or dilationRate to be 1 but got 2 and 2. Use one of them only")]
    public void Arguments_that_make_no_sense_are_refused(int filters, int kernel, int strides, int dilation, string expected)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(
            () => new Conv1DTranspose(filters, kernel, strides, dilationRate: dilation, name: "c"));
        Assert.StartsWith($"Conv1DTranspose 'c': {expected}.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1), InlineData(2), InlineData(int.MaxValue)]
    public void Padding_of_the_output_that_is_not_below_the_strides_is_refused(int outputPadding)
    {
        var exception = Assert.Throws<ArgumentException>(() => new Conv1DTranspose(2, 3, 2, outputPadding: outputPadding, name: "c"));
        Assert.StartsWith(
            $"Conv1DTranspose 'c': expected outputPadding of 0 or more and below the strides 2 but got {outputPadding}.", exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Causal_padding_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Conv1DTranspose(2, 3, padding: "causal", name: "c"));
        Assert.StartsWith("Conv1DTranspose 'c': expected padding to be Padding.Valid or Padding.Same but got Causal", exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_that_are_none_or_too_long_are_refused()
    {
        // (1 - 1) · 2 + 4 % 2 + 0
        var layer = new Conv1DTranspose(2, 4, 2, "same", 0, name: "c");
        Assert.Equal(
            "Conv1DTranspose 'c': kernel 4 on the input (1, 1, 3) would give an output of length 0. Use a larger outputPadding, or leave it out.",
            Assert.Throws<ShapeException>(() => layer.Build([1, 1, 3])).Message);
        Assert.Equal(
            "Conv1DTranspose 'c': kernel 4 on the input (1, 0, 3) would give an output of length 0. Give sequences of at least one step.",
            Assert.Throws<ShapeException>(() => layer.Build([1, 0, 3])).Message);
        layer = new Conv1DTranspose(2, 4, int.MaxValue, name: "c");
        Assert.StartsWith(
            "Conv1DTranspose 'c': expected an output of at most 2,147,483,647 steps, padding included, but (1, 3, 3) would give 6,442,450,941.",
            Assert.Throws<ShapeException>(() => layer.Build([1, 3, 3])).Message, StringComparison.Ordinal);
    }
}
