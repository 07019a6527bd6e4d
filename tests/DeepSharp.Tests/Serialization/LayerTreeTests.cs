using DeepSharp.Layers;

namespace DeepSharp.Tests.Serialization;

public class LayerTreeTests
{
    [Fact]
    public void Layers_are_called_by_class_and_number_and_come_once()
    {
        var shared = new Dense(4, name: "mine");
        var inner = new Sequential([shared, new Dense(4)], "inner", new Input([4]));
        var x = new Input([4]);
        var model = new Model(x, shared.Apply(new Dense(4, useBias: false).Apply(inner.Apply(x))));
        LayerTree tree = LayerTree.Of(model);

        Assert.Equal(
            ["input_layer ", "sequential/dense kernel bias", "sequential/dense_1 kernel bias", "sequential ", "dense kernel", " "],
            tree.All().Select(node => $"{node.Path} {string.Join(' ', node.Weights.Select(weight => weight.Name))}"));
        Assert.Same(model, tree.Layer);
        Assert.Equal(["input_layer", "sequential", "dense"], tree.Parts.Select(part => part.Key));
        Assert.Same(shared, tree.Parts[1].Parts[0].Layer);
        Assert.Equal("sequential/dense (Dense, 2 weights)", tree.Parts[1].Parts[0].ToString());
    }

    [Fact]
    public void A_layer_that_is_made_of_others_has_its_own_weights_beside_them()
    {
        var scaled = new Scaled();
        scaled.Build([2, 3]);
        Assert.Equal(
            ["dense: kernel bias", ": factor"],
            LayerTree.Of(scaled).All().Select(node => $"{node.Path}: {string.Join(' ', node.Weights.Select(weight => weight.Name))}"));
    }

    private sealed class Scaled : Layer
    {
        private readonly Dense _dense;
        private Variable? _factor;

        public Scaled() => _dense = AddLayer(new Dense(3));

        protected override void OnBuild(Shape input) => _factor = AddWeight("factor", [1], Initializer.Ones);

        protected override Tensor Call(Tensor input, bool training) => _dense.Apply(input) * _factor!.Value;
    }
}
