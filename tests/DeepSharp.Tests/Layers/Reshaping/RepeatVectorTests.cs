using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Reshaping;

public class RepeatVectorTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new RepeatVector(3, name: "r"), input: [2, 4], output: [2, 3, 4], weights: 0,
        (x, _) => [.. x[..4], .. x[..4], .. x[..4], .. x[4..], .. x[4..], .. x[4..]]);

    [Fact]
    public void Unknown_lengths_stay_unknown() =>
        Assert.Equal([Shape.Any, 3, Shape.Any], new RepeatVector(3).ComputeOutputShape([Shape.Any, Shape.Any]));

    [Fact]
    public void Other_ranks_and_counts_are_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => new RepeatVector(3, name: "r").Apply(Tensor.Zeros([2, 3, 4])));
        Assert.Equal("RepeatVector 'r': expected an input of rank 2 (batch, features) but got (2, 3, 4).", exception.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RepeatVector(0));
    }
}
