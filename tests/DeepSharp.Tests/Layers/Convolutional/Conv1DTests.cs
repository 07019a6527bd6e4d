using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using static DeepSharp.Tests.Reference.LayerReference;

namespace DeepSharp.Tests.Layers.Convolutional;

public class Conv1DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new Conv1D(4, 3, name: "c"), input: [2, 6, 3], output: [2, 4, 4], weights: 2,
        (x, w) => LayerReference.Conv2D(new Images(2, 1, 6, 3), x, w[0], w[1], 4, new Window(1, 3)));

    [Fact]
    public void Holds_it_with_relu_fused_and_strides() => LayerTester.Check(
        () => new Conv1D(5, 2, strides: 2, padding: "same", activation: "relu", useBias: false, name: "c"),
        input: [2, 7, 2], output: [2, 4, 5], weights: 1,
        (x, w) => Map(
            LayerReference.Conv2D(new Images(2, 1, 7, 2), x, w[0], null, 5, new Window(1, 2, StrideWidth: 2, Same: true)),
            y => Math.Max(0, y)));

    [Fact]
    public void Holds_it_with_causal_padding_and_dilation() => LayerTester.Check(
        () => new Conv1D(3, 3, padding: "causal", dilationRate: 2, name: "c"), input: [2, 6, 3], output: [2, 6, 3], weights: 2,
        (x, w) => LayerReference.Conv2D(new Images(2, 1, 6, 3), x, w[0], w[1], 3, new Window(1, 3, DilationWidth: 2, Causal: true)));

    [Fact]
    public void Holds_it_with_causal_padding_strides_and_groups() => LayerTester.Check(
        () => new Conv1D(4, 3, strides: 2, padding: Padding.Causal, groups: 2, name: "c"),
        input: [2, 7, 4], output: [2, 4, 4], weights: 2,
        (x, w) => LayerReference.Conv2D(
            new Images(2, 1, 7, 4), x, w[0], w[1], 4, new Window(1, 3, StrideWidth: 2, Causal: true), groups: 2));

    [Fact]
    public void Sums_the_window_times_the_kernel()
    {
        var layer = new Conv1D(1, 2, padding: "causal");
        layer.Build([Shape.Any, 3, 1]);
        layer.SetWeights([Tensor.From([1, 10], [2, 1, 1]), Tensor.From([0.5f])]);

        // 0 1, 1 2, 2 3
        Assert.Equal([10.5f, 21.5f, 32.5f], layer.Apply(Tensor.From([1, 2, 3], [1, 3, 1])).ToArray());
    }

    [Fact]
    public void A_causal_output_does_not_see_later_steps()
    {
        Layer layer = LayerTester.Build(() => new Conv1D(3, 3, padding: "causal", dilationRate: 3), [1, 9, 2]);
        Tensor x = LayerTester.RandomInput([1, 9, 2]), changed = x.Clone();
        changed.Span[(5 * 2)..].Fill(7f);
        Assert.Equal(layer.Apply(x).ToArray()[..(5 * 3)], layer.Apply(changed).ToArray()[..(5 * 3)]);
    }

    [Fact]
    public void Options_are_readable()
    {
        var layer = new Conv1D(8, 5, strides: 2, padding: "causal", groups: 2, activation: "relu", useBias: false, inputShape: [32, 4]);
        Assert.Equal((8, 5, 2, 1, 2), (layer.Filters, layer.KernelSize, layer.Strides, layer.DilationRate, layer.Groups));
        Assert.Equal((Padding.Causal, "relu", false), (layer.Padding, layer.Activation.Name, layer.UseBias));
    }

    [Fact]
    public void The_number_of_steps_may_be_unknown()
    {
        var layer = new Conv1D(4, 3, name: "c");
        layer.Build([Shape.Any, Shape.Any, 3]);
        Assert.Equal([Shape.Any, Shape.Any, 4], layer.ComputeOutputShape([Shape.Any, Shape.Any, 3]));
        Assert.Equal(["c/kernel (3, 3, 4)", "c/bias (4,)"], layer.Weights.Select(weight => weight.ToString()));
    }

    [Fact]
    public void A_config_takes_numbers_and_lists_of_one()
    {
        var layer = (Conv1D)Layer.Create("Conv1D", new JsonObject { ["filters"] = 3, ["kernel_size"] = 5, ["strides"] = new JsonArray(2) });
        Assert.Equal((5, 2), (layer.KernelSize, layer.Strides));
        Assert.Equal("[5]", layer.ToConfig()["config"]!["kernel_size"]!.ToJsonString());
        var pair = new JsonObject { ["filters"] = 3, ["kernel_size"] = new JsonArray(5, 5) };
        Assert.Equal(
            "Conv1D: expected 'kernel_size' to be one number but the config says [5,5].",
            Assert.Throws<FormatException>(() => Layer.Create("Conv1D", pair)).Message);
    }

    [Theory]
    [InlineData(3, 0, 1, 1, "expected kernelSize of 1 or more but got 0.")]
    [InlineData(3, 2, 0, 1, "expected strides of 1 or more but got 0.")]
    [InlineData(3, 2, 2, 2, "expected strides or dilationRate to be 1 but got 2 and 2. Use one of them only.")]
    public void Arguments_that_make_no_sense_are_refused(int filters, int kernel, int strides, int dilation, string expected)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(() => new Conv1D(filters, kernel, strides, dilationRate: dilation, name: "c"));
        Assert.StartsWith($"Conv1D 'c': {expected}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sequences_that_do_not_fit_are_refused_with_advice()
    {
        Assert.Equal(
            "Conv1D 'c': expected an input of rank 3 (batch, steps, channels) but got (8, 10). " +
            "Add a channel axis, e.g. x.Reshape([8, 10, 1]).",
            Assert.Throws<ShapeException>(() => new Conv1D(4, 3, name: "c").Apply(Tensor.Zeros([8, 10]))).Message);
        Assert.Equal(
            "Conv1D 'c': kernel 3 with dilation 4 does not fit the input (1, 8, 2) with padding Valid: output would be (1, 0, 4). " +
            "Use padding: Padding.Same or a smaller kernel.",
            Assert.Throws<ShapeException>(() => new Conv1D(4, 3, dilationRate: 4, name: "c").Apply(Tensor.Zeros([1, 8, 2]))).Message);
        Assert.Equal(
            "Conv1D 'c': expected an input with a known number of channels but got (None, 9, None). " +
            "The number of steps may be unknown, channels may not.",
            Assert.Throws<ShapeException>(() => new Conv1D(4, 3, name: "c").Build([Shape.Any, 9, Shape.Any])).Message);
        Assert.Equal(
            "Conv1D 'c': expected an input of one channel or more but got (1, 9, 0).",
            Assert.Throws<ShapeException>(() => new Conv1D(4, 3, name: "c").Apply(Tensor.Zeros([1, 9, 0]))).Message);
        Assert.Throws<ShapeException>(() => new DepthwiseConv2D(3).Build([Shape.Any, 9, 9, 0]));
    }

    [Fact]
    public void Causal_padding_is_for_sequences_only()
    {
        const string Expected = ": expected padding to be Padding.Valid or Padding.Same but got Causal, which only a Conv1D has.";
        Action[] makers =
        [
            () => _ = new Conv2D(2, 3, padding: "causal", name: "x"), () => _ = new DepthwiseConv2D(3, padding: "causal", name: "x"),
            () => _ = new MaxPooling2D(padding: "causal", name: "x"), () => _ = new AveragePooling1D(padding: "causal", name: "x"),
            () => DeepSharp.Ops.MaxPool2D(Tensor.Zeros([1, 4, 4, 1]), 2, padding: "causal"),
            () => DeepSharp.Ops.Conv2D(Tensor.Zeros([1, 4, 4, 1]), Tensor.Zeros([2, 2, 1, 1]), padding: "causal"),
        ];
        foreach (Action make in makers)
        {
            Assert.Contains(Expected, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
        }
    }
}
