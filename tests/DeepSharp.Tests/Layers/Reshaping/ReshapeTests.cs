using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Reshaping;

public class ReshapeTests
{
    [Fact]
    public void Holds_what_every_layer_holds() =>
        LayerTester.Check(() => new Reshape([3, -1], name: "r"), input: [2, 12], output: [2, 3, 4], weights: 0, (x, _) => x);

    [Fact]
    public void Holds_it_with_all_lengths_given() =>
        LayerTester.Check(() => new Reshape([8], name: "r"), input: [2, 2, 4], output: [2, 8], weights: 0, (x, _) => x);

    [Fact]
    public void Copies_nothing()
    {
        Tensor x = LayerTester.RandomInput([2, 12]);
        Tensor y = new Reshape([3, 4]).Apply(x);
        x[1, 5] = 42;
        Assert.Equal(42, y[1, 1, 1]);
    }

    [Fact]
    public void A_sample_of_one_number_may_lose_its_axes() => Assert.Equal([3], new Reshape([]).Apply(Tensor.Zeros([3, 1])).Shape);

    [Fact]
    public void What_follows_from_unknown_lengths_is_unknown()
    {
        Assert.Equal([Shape.Any, 3, Shape.Any], new Reshape([3, -1]).ComputeOutputShape([Shape.Any, Shape.Any, 2]));
        Assert.Equal([Shape.Any, 3, 2], new Reshape([3, -1]).ComputeOutputShape([Shape.Any, 6]));
    }

    [Fact]
    public void Shapes_that_hold_other_numbers_of_values_are_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => new Reshape([5, -1], name: "r").Apply(Tensor.Zeros([2, 12])));
        Assert.Equal(
            "Reshape 'r': expected samples that fill the target shape (5, None) but got the input (2, 12), samples of 12 values. " +
            "The product of the lengths must stay the same; one of them may be -1.",
            exception.Message);
        Assert.Throws<ShapeException>(() => new Reshape([0, -1]).Apply(Tensor.Zeros([2, 12])));
        Assert.Throws<ShapeException>(() => new Reshape([1]).Apply(Tensor.Scalar(1)));
    }

    [Fact]
    public void Two_lengths_cannot_follow_from_the_rest()
    {
        var exception = Assert.Throws<ArgumentException>(() => new Reshape([-1, 2, -1], name: "r"));
        Assert.StartsWith(
            "Reshape 'r': expected a target shape with at most one length of -1 but got (-1, 2, -1).", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"target_shape": [-2, 3]}""")]
    [InlineData("""{"target_shape": "no"}""")]
    public void A_config_without_lengths_is_refused(string config) =>
        Assert.Throws<FormatException>(() => Layer.Create("Reshape", JsonNode.Parse(config)!.AsObject()));
}
