using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class SimpleRNNCellTests
{
    [Fact]
    public void Holds_what_every_layer_holds_in_a_layer() => LayerTester.Check(
        () => new RNN(new SimpleRNNCell(4, name: "c"), returnSequences: true, name: "r"), input: [2, 3, 2], output: [2, 3, 4], weights: 3,
        (x, w) => (new GruReference(2, 3, 2, 4) { Sequences = true }).SimpleRnn(x, w[0], w[1], w[2]));

    [Fact]
    public void The_config_comes_back() => LayerTester.CheckConfig(
        () => new SimpleRNNCell(
            4, "relu", false, "zeros", "glorot_normal", "ones", "l1", "l2", "l1l2", "max_norm", "non_neg", "unit_norm", 0.1, 0.2, 5, "c"));

    [Fact]
    public void Dropout_is_drawn_once_for_all_steps_of_a_layer()
    {
        var layer = new RNN(new SimpleRNNCell(64, "linear", dropout: 0.5, seed: 3, recurrentInitializer: "zeros"), returnSequences: true);
        Tensor y = layer.Apply(Tensor.Ones([2, 3, 16]), training: true);
        for (int row = 0; row < 2; row++)
        {
            ReadOnlySpan<float> first = y.Span.Slice(row * 192, 64);
            for (int step = 1; step < 3; step++) TestData.AssertSameBits(first, y.Span.Slice(row * 192 + step * 64, 64), "a step");
        }

        Assert.NotEqual(y.Span[..64].ToArray(), y.Span.Slice(192, 64).ToArray());
    }
}
