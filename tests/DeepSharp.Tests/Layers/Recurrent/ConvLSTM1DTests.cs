using DeepSharp.Layers;
using DeepSharp.Tests.Reference;
using static DeepSharp.Tests.Reference.VolumeReference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class ConvLSTM1DTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new ConvLSTM1D(2, 3, name: "l"), [2, 3, 5, 2], output: [2, 3, 2], weights: 3,
        (x, w) => new ConvLSTMReference(2, 3, 2, 2, Axis.Convolution(5, 3)).Run(x, w[0], w[1], w[2]));

    [Fact]
    public void Holds_it_with_sequences_backwards_without_bias() => LayerTester.Check(
        () => new ConvLSTM1D(
            2, 3, padding: "same", dilationRate: 2, activation: "softsign", useBias: false, returnSequences: true, goBackwards: true, name: "l"),
        [2, 3, 4, 2], output: [2, 3, 4, 2], weights: 2,
        (x, w) => (new ConvLSTMReference(2, 3, 2, 2, Axis.Convolution(4, 3, dilation: 2, padding: "same"))
        { Sequences = true, Backwards = true, Activation = value => value / (1 + Math.Abs(value)) }).Run(x, w[0], w[1], null));

    [Fact]
    public void With_channels_first_it_gives_the_same_in_that_order()
    {
        Layer last = LayerTester.Build(() => new ConvLSTM1D(3, 2, padding: "same", returnSequences: true, returnState: true), [2, 3, 4, 2]);
        Layer first = LayerTester.Build(
            () => new ConvLSTM1D(3, 2, padding: "same", dataFormat: "channels_first", returnSequences: true, returnState: true), [2, 3, 2, 4]);
        Tensor x = LayerTester.RandomInput([2, 3, 4, 2]);
        Tensor[] want = last.ApplyAll(x), got = first.ApplyAll(x.Transpose([0, 1, 3, 2]));
        Assert.Equal([[2, 3, 3, 4], [2, 3, 4], [2, 3, 4]], got.Select(output => output.Shape));
        Assert.Equal(want[0].Transpose([0, 1, 3, 2]).ToArray(), got[0].ToArray());
        Assert.Equal(want[2].Transpose([0, 2, 1]).ToArray(), got[2].ToArray());
        Assert.Equal(
            last.ApplyAll([x, .. want[1..]])[0].Transpose([0, 1, 3, 2]).ToArray(),
            first.ApplyAll([x.Transpose([0, 1, 3, 2]), .. got[1..]])[0].ToArray());
        LayerTester.CheckConfig(() => new ConvLSTM1D(3, 2, dataFormat: "channels_first", name: "l"));
    }

    [Theory]
    [InlineData(0.4, 0)]
    [InlineData(0, 0.4)]
    [InlineData(0.3, 0.4)]
    public void Dropout_acts_in_training_only_and_allocates_nothing(double dropout, double recurrentDropout)
    {
        Layer layer = LayerTester.Build(
            () => new ConvLSTM1D(2, 3, dropout: dropout, recurrentDropout: recurrentDropout, seed: 1, returnSequences: true), [2, 3, 5, 2]);
        Tensor x = LayerTester.RandomInput([2, 3, 5, 2]);
        Assert.Equal(layer.Apply(x).ToArray(), layer.Apply(x).ToArray());
        Assert.NotEqual(layer.Apply(x, training: true).ToArray(), layer.Apply(x, training: true).ToArray());
        LayerTester.CheckAllocations(layer, x);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var layer = new ConvLSTM1D(2, 3, name: "l");
        layer.Build([2, 3, 5, 2]);
        Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Ones([2, 3, 5])));
        Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Ones([2, 3, 5, 3])));
        Assert.Throws<ShapeException>(() => new ConvLSTM1D(2, 3).Build([2, 3, Shape.Any, 2]));
        Assert.Throws<ShapeException>(() => new ConvLSTM1D(2, 6).Build([2, 3, 5, 2]));
        Assert.Throws<ArgumentException>(() => new ConvLSTM1D(2, 3, 2, dilationRate: 2));
        Assert.Throws<ArgumentException>(() => new ConvLSTM1D(2, 3, padding: "causal"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConvLSTM1D(2, 3, dropout: 1));
    }
}
