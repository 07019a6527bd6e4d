using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers;

public class InputLayerTests
{
    [Fact]
    public void Holds_the_contract() =>
        LayerTester.Check(() => new InputLayer([3, 2], name: "in"), [4, 3, 2], [4, 3, 2], weights: 0, (x, _) => x);

    [Fact]
    public void A_functional_model_lists_its_inputs_where_Keras_does()
    {
        var (a, b) = (new Input([4], name: "a"), new Input([4], name: "b"));
        SymbolicTensor hidden = new Dense(3, name: "hidden").Apply(a);
        var model = new Model([a, b], new Concatenate(name: "both").Apply(hidden, b));

        Assert.Equal(["a", "hidden", "b", "both"], model.Layers.Select(layer => layer.Name));
        Assert.Same(a, model.GetLayer("a").Output);
        Assert.Same(b, model.GetLayer(2).Input);
        Assert.Equal("InputLayer", model.GetLayer(0).ClassName);
    }

    [Fact]
    public void A_Sequential_may_begin_with_an_input_in_a_list_or_be_given_it_first()
    {
        var list = new Sequential([new Input([4], name: "in"), new Dense(3)], "list");
        var grown = new Sequential();
        grown.Add(new Input([4]));
        grown.Add(new Dense(3));

        Assert.True(list.IsBuilt);
        Assert.True(grown.IsBuilt);
        Assert.Equal("in", list.Inputs[0].Name);
        Assert.Single(list.Layers);
        Assert.Single(grown.Layers);
    }

    [Fact]
    public void An_input_after_other_layers_is_refused()
    {
        var model = new Sequential([new Input([4], name: "in")], "s");
        Assert.Equal(
            "Sequential 's': expected an Input before all layers, and only one, but got 'second' after the input 'in'.",
            Assert.Throws<ArgumentException>(() => model.Add(new Input([4], name: "second"))).Message);
        model.Add(new Dense(3, name: "dense"));
        Assert.Equal(
            "Sequential 's': expected an Input before all layers, and only one, but got 'third' after 'dense'.",
            Assert.Throws<ArgumentException>(() => model.Add(new Input([4], name: "third"))).Message);
        Assert.Single(model.Layers);
    }

    [Fact]
    public void A_Sequential_that_begins_with_a_functional_model_is_built_at_once()
    {
        var input = new Input([4]);
        var features = new Model(input, new Dense(3).Apply(input));
        var model = new Sequential(features, new Dense(2));
        Assert.True(model.IsBuilt);
        Assert.Equal([Shape.Any, 2], model.Outputs[0].Shape);
    }
}
