using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class GRUTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new GRU(5, name: "g"), input: [3, 4, 2], output: [3, 5], weights: 3,
        (x, w) => new GruReference(3, 4, 2, 5).Gru(x, w[0], w[1], w[2]));

    [Fact]
    public void Holds_it_with_sequences_backwards() => LayerTester.Check(
        () => new GRU(9, returnSequences: true, goBackwards: true, name: "g"), input: [2, 3, 4], output: [2, 3, 9], weights: 3,
        (x, w) => new GruReference(2, 3, 4, 9) { Sequences = true, Backwards = true }.Gru(x, w[0], w[1], w[2]));

    [Fact]
    public void Holds_it_without_bias() => LayerTester.Check(
        () => new GRU(3, useBias: false, returnSequences: true, name: "g"), input: [2, 4, 3], output: [2, 4, 3], weights: 2,
        (x, w) => new GruReference(2, 4, 3, 3) { Sequences = true }.Gru(x, w[0], w[1], null));

    [Fact]
    public void Holds_it_with_other_activations() => LayerTester.Check(
        () => new GRU(4, activation: "softsign", recurrentActivation: "softplus", returnSequences: true, name: "g"),
        input: [2, 3, 2], output: [2, 3, 4], weights: 3,
        (x, w) => new GruReference(2, 3, 2, 4)
        {
            Sequences = true,
            Activation = v => v / (1 + Math.Abs(v)),
            RecurrentActivation = v => Math.Log(1 + Math.Exp(v)),
        }.Gru(x, w[0], w[1], w[2]));

    [Fact]
    public void Holds_it_with_the_reset_before_the_product() => LayerTester.Check(
        () => new GRU(4, resetAfter: false, returnSequences: true, name: "g"), input: [2, 3, 2], output: [2, 3, 4], weights: 3,
        (x, w) => new GruReference(2, 3, 2, 4) { Sequences = true, ResetAfter = false }.Gru(x, w[0], w[1], w[2]));

    // Wide enough to share a step out among threads, long enough for several chunks in the backward pass; and units that fill no panel.
    [Theory]
    [InlineData(2, 3, 4, 5)]
    [InlineData(70, 17, 20, 96)]
    [InlineData(3, 5, 7, 37)]
    public void The_fused_operation_agrees_with_one_composed_step_by_step(int batch, int steps, int features, int units)
    {
        Shape input = [batch, steps, features];
        float[][] fused = RecurrentStep.Run(new GRU(units, returnSequences: true, goBackwards: true), input);
        float[][] composed = RecurrentStep.Run(
            new GRU(units, new SameAs(Activation.Tanh), returnSequences: true, goBackwards: true), input);
        RecurrentStep.AssertAgree(composed, fused);
    }

    [Fact]
    public void Masked_steps_repeat_state_and_output_in_both_forms()
    {
        float[] mask = [1, 0, 1, 1, 0, 0, 1, 0];
        foreach (Activation activation in (Activation[])[Activation.Tanh, new SameAs(Activation.Tanh)])
        {
            Layer layer = LayerTester.Build(() => new GRU(3, activation, returnSequences: true), [2, 4, 2]);
            Tensor x = LayerTester.RandomInput([2, 4, 2]).WithMask(Tensor.From(mask, [2, 4]));
            GradientCheck.Run(
                () => layer.Apply(x, training: true), [x, .. layer.Weights.Select(weight => weight.Value)],
                at => new GruReference(2, 4, 2, 3) { Sequences = true, Mask = mask }.Gru(at[0], at[1], at[2], at[3]));
        }
    }

    [Fact]
    public void Initial_states_have_gradients()
    {
        var layer = (GRU)LayerTester.Build(() => new GRU(3), [2, 4, 2]);
        Tensor x = LayerTester.RandomInput([2, 4, 2]), state = Tensor.From(TestData.Uniform(6, seed: 9), [2, 3]);
        GradientCheck.Run(
            () => layer.ApplyWithStates(x, [state]).Output, [x, state],
            at => new GruReference(2, 4, 2, 3).Gru(at[0], Doubles(layer, 0), Doubles(layer, 1), Doubles(layer, 2), at[1]));
    }

    [Fact]
    public void Weights_have_the_names_and_shapes_of_Keras()
    {
        var after = new GRU(4, name: "g");
        after.Build([Shape.Any, Shape.Any, 3]);
        Assert.Equal(
            ["g/gru_cell/kernel (3, 12)", "g/gru_cell/recurrent_kernel (4, 12)", "g/gru_cell/bias (2, 12)"],
            after.Weights.Select(weight => weight.ToString()));
        var before = new GRU(4, resetAfter: false, name: "g");
        before.Build([Shape.Any, Shape.Any, 3]);
        Assert.Equal("g/gru_cell/bias (12,)", before.Weights[2].ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Recurrent_dropout_drops_in_training_only(bool resetAfter)
    {
        Shape input = [3, 5, 8];
        Layer plain = LayerTester.Build(() => new GRU(6, resetAfter: resetAfter), input);
        Layer dropping = LayerTester.Build(() => new GRU(6, dropout: 0.3, recurrentDropout: 0.5, seed: 1, resetAfter: resetAfter), input);
        Tensor x = LayerTester.RandomInput(input);
        Assert.Equal(plain.Apply(x).ToArray(), dropping.Apply(x).ToArray());
        Assert.NotEqual(plain.Apply(x).ToArray(), dropping.Apply(x, training: true).ToArray());
        LayerTester.CheckAllocations(dropping, x);
    }

    private static double[] Doubles(Layer layer, int weight) =>
        Array.ConvertAll(layer.Weights[weight].Value.ToArray(), value => (double)value);
}
