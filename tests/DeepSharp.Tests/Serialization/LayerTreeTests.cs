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

    [Fact]
    public void A_graph_whose_class_took_in_more_keeps_the_weights_of_all()
    {
        Widened model = Widened.Create(), other = Widened.Create();
        Assert.Equal(["input_layer", "dense", "dense_1"], LayerTree.Of(model).Parts.Select(part => part.Key));
        var file = new MemoryStream();
        model.SaveWeights(file);
        file.Position = 0;
        other.LoadWeights(file);
        Assert.Equal(model.Extra.Kernel!.Value.ToArray(), other.Extra.Kernel!.Value.ToArray());
    }

    private sealed class Widened : Model
    {
        private Widened(SymbolicGroup inputs, SymbolicGroup outputs)
            : base(inputs, outputs)
        {
            Extra = AddLayer(new Dense(2));
            Extra.Build([1, 2]);
        }

        public Dense Extra { get; }

        public static Widened Create()
        {
            var x = new Input([3]);
            return new Widened(x, new Dense(2).Apply(x));
        }
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
