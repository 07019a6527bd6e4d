using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Core;

public class WrapperTests
{
    static WrapperTests() => ModelFile.Register("Tests>Twice", config => new Twice(Layer.FromConfig(config["layer"]!)));

    [Fact]
    public void A_custom_wrapper_holds_what_every_layer_holds() => LayerTester.Check(
        () => new Twice(new Dense(3, name: "d")), [2, 3], output: [2, 3], weights: 2,
        (x, w) => LayerReference.Linear(LayerReference.Linear(x, w[0], w[1], 3, 3), w[0], w[1], 3, 3));

    [Fact]
    public void Weights_of_the_layer_inside_are_its_own_and_their_paths_begin_with_it()
    {
        var layer = new Twice(new Dense(3, name: "d"));
        layer.Build([2, 3]);
        Assert.Equal([$"{layer.Name}/d/kernel", $"{layer.Name}/d/bias"], layer.Weights.Select(weight => weight.Path));
        layer.Trainable = false;
        Assert.False(layer.Layer.Trainable);
    }

    private sealed class Twice(Layer layer) : Wrapper(layer)
    {
        public override Shape ComputeOutputShape(Shape input) => Layer.ComputeOutputShape(Layer.ComputeOutputShape(input));

        protected override Tensor Call(Tensor input, bool training) => Layer.Apply(Layer.Apply(input, training), training);
    }
}
