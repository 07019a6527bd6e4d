using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Reshaping;

public class PermuteTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new Permute([2, 1], name: "p"), input: [2, 3, 4], output: [2, 4, 3], weights: 0,
        (x, _) => [.. from o in Enumerable.Range(0, 2)
                      from c in Enumerable.Range(0, 4)
                      from r in Enumerable.Range(0, 3)
                      select x[(o * 3 + r) * 4 + c]]);

    [Fact]
    public void Holds_it_with_three_axes_and_a_cycle() => LayerTester.Check(
        () => new Permute([3, 1, 2], name: "p"), input: [2, 2, 3, 4], output: [2, 4, 2, 3], weights: 0,
        (x, _) => [.. from o in Enumerable.Range(0, 2)
                      from c in Enumerable.Range(0, 4)
                      from r in Enumerable.Range(0, 6)
                      select x[(o * 6 + r) * 4 + c]]);

    [Fact]
    public void Unknown_lengths_move_along() =>
        Assert.Equal([Shape.Any, 5, Shape.Any], new Permute([2, 1]).ComputeOutputShape([Shape.Any, Shape.Any, 5]));

    [Fact]
    public void Inputs_of_another_rank_are_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => new Permute([2, 1], name: "p").Apply(Tensor.Zeros([2, 3])));
        Assert.Equal(
            "Permute 'p': expected an input of rank 3, the batch and an axis for each of dims (2, 1), but got (2, 3).", exception.Message);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    public void Every_axis_is_named_once_from_1_on(params int[] dims)
    {
        var exception = Assert.Throws<ArgumentException>(() => new Permute(dims, name: "p"));
        Assert.StartsWith("Permute 'p': expected dims to be the axes from 1 to at most 7, each once,", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_config_without_dims_is_refused() =>
        Assert.Throws<FormatException>(() => Layer.Create("Permute", new JsonObject()));
}
