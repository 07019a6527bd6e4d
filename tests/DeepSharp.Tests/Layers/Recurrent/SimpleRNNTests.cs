using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class SimpleRNNTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new SimpleRNN(5, name: "s"), input: [3, 4, 2], output: [3, 5], weights: 3,
        (x, w) => new GruReference(3, 4, 2, 5).SimpleRnn(x, w[0], w[1], w[2]));

    [Fact]
    public void Holds_it_with_sequences_backwards_without_bias() => LayerTester.Check(
        () => new SimpleRNN(9, useBias: false, returnSequences: true, goBackwards: true, name: "s"),
        input: [2, 3, 4], output: [2, 3, 9], weights: 2,
        (x, w) => new GruReference(2, 3, 4, 9) { Sequences = true, Backwards = true }.SimpleRnn(x, w[0], w[1], null));

    [Fact]
    public void Holds_it_with_another_activation() => LayerTester.Check(
        () => new SimpleRNN(4, activation: "softsign", returnSequences: true, name: "s"), input: [2, 3, 2], output: [2, 3, 4], weights: 3,
        (x, w) => new GruReference(2, 3, 2, 4) { Sequences = true, Activation = v => v / (1 + Math.Abs(v)) }
            .SimpleRnn(x, w[0], w[1], w[2]));

    [Theory]
    [InlineData(2, 3, 4, 5)]
    [InlineData(70, 17, 20, 96)]
    public void The_fused_operation_agrees_with_one_composed_step_by_step(int batch, int steps, int features, int units)
    {
        Shape input = [batch, steps, features];
        float[][] fused = RecurrentStep.Run(new SimpleRNN(units, returnSequences: true), input);
        float[][] composed = RecurrentStep.Run(new SimpleRNN(units, new SameAs(Activation.Tanh), returnSequences: true), input);
        RecurrentStep.AssertAgree(composed, fused);
    }

    [Fact]
    public void Recurrent_dropout_drops_in_training_only()
    {
        Shape input = [3, 5, 8];
        Layer plain = LayerTester.Build(() => new SimpleRNN(6), input);
        Layer dropping = LayerTester.Build(() => new SimpleRNN(6, recurrentDropout: 0.5, seed: 1), input);
        Tensor x = LayerTester.RandomInput(input);
        Assert.Equal(plain.Apply(x).ToArray(), dropping.Apply(x).ToArray());
        Assert.NotEqual(plain.Apply(x).ToArray(), dropping.Apply(x, training: true).ToArray());
    }

    [Fact]
    public void A_seed_survives_the_config_and_none_is_left_out_as_in_Keras()
    {
        Assert.Equal(7, ((SimpleRNN)Layer.FromConfig(new SimpleRNN(2, seed: 7).ToConfig())).Seed);
        Assert.False(new SimpleRNN(2).ToConfig()["config"]!.AsObject().ContainsKey("seed"));
    }
}
