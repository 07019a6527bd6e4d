using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>A model inside itself would have no end: refused, where it filled the stack and ended the process.</summary>
public class CircleTests
{
    [Fact]
    public void A_model_is_not_put_into_itself()
    {
        var model = new Sequential([new Dense(1, inputShape: [1])], "chain");
        var exception = Assert.Throws<ArgumentException>(() => model.Add(model));
        Assert.Equal(
            "Sequential 'chain': expected a layer that does not hold this one, but Sequential 'chain' is this one. Make a new one, or a " +
            "copy of a model with CloneModel.", exception.Message);
        Assert.Equal(2, model.Weights.Count);
    }

    [Fact]
    public void Nor_into_a_model_inside_it()
    {
        var inner = new Sequential();
        var outer = new Sequential(new Sequential(inner));
        Assert.Throws<ArgumentException>(() => inner.Add(outer));
        Assert.Empty(inner.Layers);
    }

    [Fact]
    public void Nor_by_way_of_a_graph()
    {
        var model = new Sequential(new Dense(1, inputShape: [1]));
        var input = new Input([1]);
        var graph = new Model(input, model.Apply(input));
        Assert.Throws<ArgumentException>(() => model.Add(graph));
        Assert.Single(model.Layers);
    }

    [Fact]
    public void Nor_is_a_layer_of_ones_own()
    {
        Holder first = new(), second = new();
        first.Hold(second);
        Assert.Throws<ArgumentException>(() => first.Hold(first));
        Assert.Throws<ArgumentException>(() => second.Hold(first));
        Assert.Empty(second.Weights);
    }

    private sealed class Holder : Layer
    {
        public void Hold(Layer layer) => AddLayer(layer);

        public override Shape ComputeOutputShape(Shape input) => input;

        protected override Tensor Call(Tensor input, bool training) => input;
    }
}
