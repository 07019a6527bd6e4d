using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using static DeepSharp.Tests.Reference.VolumeReference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class ConvLSTM2DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new ConvLSTM2D(2, (3, 2), padding: "same", strides: (2, 1), returnSequences: true, name: "l"), [2, 2, 3, 4, 1],
        output: [2, 2, 2, 4, 2], weights: 3,
        (x, w) => (new ConvLSTMReference(
            2, 2, 1, 2, Axis.Convolution(3, 3, stride: 2, padding: "same"), Axis.Convolution(4, 2, padding: "same"))
        { Sequences = true })
            .Run(x, w[0], w[1], w[2]));

    [Fact]
    public void A_stateful_layer_goes_on()
    {
        Layer layer = LayerTester.Build(() => new ConvLSTM2D(2, 3, padding: "same", stateful: true, returnState: true), [2, 2, 3, 4, 1]);
        Tensor x = LayerTester.RandomInput([2, 2, 3, 4, 1]);
        Tensor[] first = layer.ApplyAll(x), second = layer.ApplyAll(x);
        Assert.Equal(layer.ApplyAll([x, .. first[1..]])[0].ToArray(), second[0].ToArray());
    }

    [Fact]
    public void Masked_steps_are_left_out()
    {
        Layer layer = LayerTester.Build(() => new ConvLSTM2D(2, 3, padding: "same"), [2, 3, 3, 4, 1]);
        Tensor x = LayerTester.RandomInput([2, 3, 3, 4, 1]);
        Tensor y = layer.Apply(x.WithMask(Tensor.From([1, 1, 0, 1, 1, 0], [2, 3])));
        Tensor[] steps = [.. Enumerable.Range(0, 2).Select(step => Tape.Run(StepOp.Of(3)[step], x))];
        TestData.AssertSameBits(layer.Apply(Tape.Run(StackStepsOp.Instance, steps)).Span, y.Span, "output");
    }

    [Fact]
    public void Options_are_readable()
    {
        var layer = new ConvLSTM2D(
            4, (3, 2), (1, 1), "same", "channels_last", (2, 1), "relu", "hard_sigmoid", false, "zeros", "glorot_normal", "ones", false, "l1", "l2",
            "l1l2", "l2", "max_norm", "non_neg", "unit_norm", 0.1, 0.2, 5, true, true, true, true, "l", [7, 3, 3, 2]);
        Assert.Equal((4, "relu", "hard_sigmoid"), (layer.Filters, layer.Activation.Name, layer.RecurrentActivation.Name));
        Assert.Equal(((Size2D)(3, 2), (Size2D)(1, 1), (Size2D)(2, 1)), (layer.KernelSize, layer.Strides, layer.DilationRate));
        Assert.Equal((false, false, Padding.Same), (layer.UseBias, layer.UnitForgetBias, layer.Padding));
        Assert.Equal<Regularizer?>(
            ["l1", "l2", "l1l2", "l2"],
            [layer.KernelRegularizer, layer.RecurrentRegularizer, layer.BiasRegularizer, layer.ActivityRegularizer]);
        Assert.Equal(layer.ToConfig().ToJsonString(), Layer.FromConfig(layer.ToConfig()).ToConfig().ToJsonString());
    }
}
