using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Core;

/// <summary>The layer of that name.</summary>
public class MaskingLayerTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new Masking(0.5, name: "m"), input: [2, 3, 4], output: [2, 3, 4], weights: 0, (x, _) => [.. x]);

    [Fact]
    public void Steps_of_which_all_features_are_the_value_are_padding()
    {
        Tensor x = Tensor.From([1, 1, 1, 2, 3, 3, 1, 1], [1, 4, 2]);
        Tensor y = new Masking(1).Apply(x);
        Assert.Equal([0, 0, 1, 2, 3, 3, 0, 0], y.ToArray());
        Assert.Equal([0, 1, 1, 0], y.Mask!.ToArray());
        Assert.Null(x.Mask);
    }

    [Fact]
    public void A_recurrent_layer_behind_heeds_the_mask()
    {
        var model = new Sequential(new Masking(inputShape: [Shape.Any, 2]), new LSTM(3));
        Tensor x = LayerTester.RandomInput([1, 2, 2]), longer = Tensor.Zeros([1, 4, 2]);
        x.Span.CopyTo(longer.Span);
        Assert.Equal(model.Apply(x).ToArray(), model.Apply(longer).ToArray());
    }

    [Fact]
    public void Padding_has_no_gradient()
    {
        Tensor x = Tensor.From([0, 0, 1, 0], [1, 2, 2]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor sum = tape.Record(() => new Masking().Apply(x).Sum());
        Assert.Equal([0, 0, 1, 1], tape.Gradient(sum, x)[0]!.ToArray());
    }

    [Fact]
    public void Inputs_without_features_are_refused() => Assert.Throws<ShapeException>(() => new Masking().Apply(Tensor.Ones([3])));
}
