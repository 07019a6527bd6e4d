using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Core;

public class FlattenTests
{
    [Fact]
    public void Holds_what_every_layer_holds() =>
        LayerTester.Check(() => new Flatten(name: "f"), input: [2, 3, 4, 2], output: [2, 24], weights: 0, (x, _) => x);

    [Fact]
    public void Holds_it_for_a_batch_of_numbers() =>
        LayerTester.Check(() => new Flatten(name: "f"), input: [5], output: [5, 1], weights: 0, (x, _) => x);

    [Fact]
    public void Copies_nothing()
    {
        Tensor x = LayerTester.RandomInput([2, 3, 4]);
        Tensor y = new Flatten().Apply(x);
        x[1, 0, 2] = 42;
        Assert.Equal(42, y[1, 2]);
    }

    [Fact]
    public void Unknown_lengths_stay_unknown()
    {
        Assert.Equal([Shape.Any, Shape.Any], new Flatten().ComputeOutputShape([Shape.Any, Shape.Any, 3]));
        Assert.Equal([Shape.Any, 6], new Flatten().ComputeOutputShape([Shape.Any, 2, 3]));
    }

    [Fact]
    public void A_single_number_is_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => new Flatten(name: "f").Apply(Tensor.Scalar(1)));
        Assert.StartsWith("Flatten 'f': expected an input with a batch axis", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_first_is_refused_because_it_reorders() =>
        Assert.Throws<NotSupportedException>(() => Layer.Create("Flatten", new JsonObject { ["data_format"] = "channels_first" }));
}
