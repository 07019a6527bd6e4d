using DeepSharp.Layers;
using static DeepSharp.Tests.Reference.LayerReference;

namespace DeepSharp.Tests.Layers.Pooling;

public class GlobalMaxPooling1DTests
{
    private static readonly Images s_sequences = new(2, 1, 4, 5);

    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new GlobalMaxPooling1D(name: "g"), input: [2, 4, 5], output: [2, 5], weights: 0,
        (x, _) => MaxPool(s_sequences, x, new Window(1, 4)));

    [Fact]
    public void Holds_it_with_dims_kept() => LayerTester.Check(
        () => new GlobalMaxPooling1D(keepDims: true, name: "g"), input: [2, 4, 5], output: [2, 1, 5], weights: 0,
        (x, _) => MaxPool(s_sequences, x, new Window(1, 4)));

    [Fact]
    public void Sequences_without_steps_are_refused()
    {
        var exception = Assert.Throws<ShapeException>(() => new GlobalMaxPooling1D(name: "g").Apply(Tensor.Zeros([2, 0, 3])));
        Assert.Equal("GlobalMaxPooling1D 'g': expected sequences of at least one step but got (2, 0, 3).", exception.Message);
    }
}
