using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class LSTMTests
{
    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new LSTM(5, name: "l"), input: [3, 4, 2], output: [3, 5], weights: 3,
        (x, w) => Reference(3, 4, 2, 5).Run(x, w[0], w[1], w[2]).Output);

    [Fact]
    public void Holds_it_with_sequences() => LayerTester.Check(
        () => new LSTM(9, returnSequences: true, name: "l"), input: [2, 3, 4], output: [2, 3, 9], weights: 3,
        (x, w) => (Reference(2, 3, 4, 9) with { Sequences = true }).Run(x, w[0], w[1], w[2]).Output);

    [Fact]
    public void Holds_it_backwards_without_bias() => LayerTester.Check(
        () => new LSTM(3, useBias: false, returnSequences: true, goBackwards: true, name: "l"),
        input: [2, 4, 3], output: [2, 4, 3], weights: 2,
        (x, w) => (Reference(2, 4, 3, 3) with { Sequences = true, Backwards = true }).Run(x, w[0], w[1], null).Output);

    [Fact]
    public void Holds_it_with_other_activations() => LayerTester.Check(
        () => new LSTM(4, activation: "softsign", recurrentActivation: "softplus", returnSequences: true, name: "l"),
        input: [2, 3, 2], output: [2, 3, 4], weights: 3,
        (x, w) => (Reference(2, 3, 2, 4) with { Sequences = true, Activation = Softsign, RecurrentActivation = Softplus })
            .Run(x, w[0], w[1], w[2]).Output);

    [Fact]
    public void Holds_it_with_other_activations_backwards_without_bias_for_the_last_step() => LayerTester.Check(
        () => new LSTM(3, activation: "softsign", useBias: false, goBackwards: true, name: "l"), input: [2, 4, 2], output: [2, 3],
            weights: 2,
        (x, w) => (Reference(2, 4, 2, 3) with { Backwards = true, Activation = Softsign }).Run(x, w[0], w[1], null).Output);

    // Over the units of each sample, as an activation sees them in a layer of one step.
    [Fact]
    public void An_activation_may_look_at_all_units_of_a_gate()
    {
        Layer layer = LayerTester.Build(() => new LSTM(4, activation: "softmax"), [2, 1, 3]);
        Tensor x = LayerTester.RandomInput([2, 1, 3]);
        Tensor sums = x.Reshape([2, 3]).MatMul(layer.Weights[0].Value) + layer.Weights[2].Value;
        Tensor Gate(int gate) => Tape.Run(new ColumnsOp(4 * gate, 4), sums);
        Tensor cell = Gate(0).Sigmoid() * Gate(2).Softmax();
        TestData.AssertClose(
            Array.ConvertAll((Gate(3).Sigmoid() * cell.Softmax()).ToArray(), value => (double)value), layer.Apply(x).Span, 1e-6, 1e-6,
                "output");
    }

    // Wide enough to share a step out among threads, long enough for several chunks in the backward pass.
    [Theory]
    [InlineData(2, 3, 4, 5)]
    [InlineData(70, 17, 20, 96)]
    public void The_fused_operation_agrees_with_one_composed_step_by_step(int batch, int steps, int features, int units)
    {
        Shape input = [batch, steps, features];
        float[][] fused = RecurrentStep.Run(new LSTM(units, returnSequences: true, goBackwards: true), input);
        float[][] composed = RecurrentStep.Run(
            new LSTM(units, new SameAs(Activation.Tanh), returnSequences: true, goBackwards: true), input);
        RecurrentStep.AssertAgree(composed, fused);
    }

    [Fact]
    public void A_unit_does_what_the_formula_says()
    {
        var layer = new LSTM(1);
        layer.Build([Shape.Any, Shape.Any, 1]);
        layer.SetWeights([Tensor.From([1, 2, 3, 4], [1, 4]), Tensor.Zeros([1, 4]), Tensor.From([0.5f, 1, -1, 0])]);
        float y = layer.Apply(Tensor.From([0.25f], [1, 1, 1])).Item();

        // i = σ(0.25 + 0.5), c = i·tanh(0.75 - 1), o = σ(1), y = o·tanh(c)
        double cell = RecurrentReference.Sigmoid(0.75) * Math.Tanh(-0.25);
        Assert.Equal(RecurrentReference.Sigmoid(1) * Math.Tanh(cell), y, 1e-6);
    }

    [Fact]
    public void Weights_have_the_names_and_shapes_of_Keras()
    {
        var layer = new LSTM(4, name: "encoder");
        Assert.Null(layer.Kernel);
        layer.Build([Shape.Any, Shape.Any, 3]);

        Assert.Equal(
            ["encoder/lstm_cell/kernel (3, 16)", "encoder/lstm_cell/recurrent_kernel (4, 16)", "encoder/lstm_cell/bias (16,)"],
            layer.Weights.Select(weight => weight.ToString()));
        Assert.Same(layer.Kernel, layer.Weights[0]);
        Assert.Same(layer.RecurrentKernel, layer.Weights[1]);
        Assert.Same(layer.Bias, layer.Weights[2]);
    }

    [Theory]
    [InlineData(true, 1f)]
    [InlineData(false, 0f)]
    public void The_forget_bias_starts_at_1_if_asked(bool unitForgetBias, float forget)
    {
        var layer = new LSTM(2, unitForgetBias: unitForgetBias);
        layer.Build([Shape.Any, Shape.Any, 3]);
        Assert.Equal([0, 0, forget, forget, 0, 0, 0, 0], layer.Bias!.Value.ToArray());
    }

    [Fact]
    public void The_recurrent_kernel_starts_orthogonal()
    {
        var layer = new LSTM(3);
        layer.Build([Shape.Any, Shape.Any, 2]);
        Tensor u = layer.RecurrentKernel!.Value;
        float[] product = u.MatMul(u, transposeB: true).ToArray();
        for (int i = 0; i < 9; i++) Assert.Equal(i % 4 == 0 ? 1f : 0f, product[i], 1e-5f);
    }

    [Fact]
    public void Weights_that_are_frozen_get_no_gradient_and_the_input_does()
    {
        Layer layer = LayerTester.Build(() => new LSTM(4), [3, 5, 2]);
        layer.Trainable = false;
        Tensor x = LayerTester.RandomInput([3, 5, 2]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor y = tape.Record(() => layer.Apply(x));
        Tensor?[] gradients = tape.Gradient(y, [x, .. layer.Weights.Select(weight => weight.Value)]);

        Assert.NotNull(gradients[0]);
        Assert.All(gradients[1..], Assert.Null);
    }

    [Fact]
    public void Options_are_readable()
    {
        var layer = new LSTM(
            4, "relu", "hard_sigmoid", false, "zeros", "glorot_normal", "ones", false, "l1", "l2", "l1l2", "l2",
            "max_norm", "non_neg", "unit_norm", 0.1f, 0.2f, 5, true, true, true, true, true, "l", [7, 2]);

        Assert.Equal((4, "relu", "hard_sigmoid"), (layer.Units, layer.Activation.Name, layer.RecurrentActivation.Name));
        Assert.Equal((false, false), (layer.UseBias, layer.UnitForgetBias));
        Assert.Equal((0.1f, 0.2f, 5L), (layer.Dropout, layer.RecurrentDropout, layer.Seed));
        Assert.True(layer.ReturnSequences && layer.ReturnState && layer.GoBackwards && layer.Stateful);
        Assert.Equal(
            [Initializer.Zeros, "glorot_normal", Initializer.Ones],
            [layer.KernelInitializer, layer.RecurrentInitializer, layer.BiasInitializer]);
        Assert.Equal<Regularizer?>(
            ["l1", "l2", "l1l2", "l2"],
            [layer.KernelRegularizer, layer.RecurrentRegularizer, layer.BiasRegularizer, layer.ActivityRegularizer]);
        Assert.Equal<Constraint?>(
            ["max_norm", "non_neg", "unit_norm"], [layer.KernelConstraint, layer.RecurrentConstraint, layer.BiasConstraint]);
        Assert.Equal([7, 2], layer.InputShape!.Value);
        Assert.Equal(layer.ToConfig().ToJsonString(), Layer.FromConfig(layer.ToConfig()).ToConfig().ToJsonString());
    }

    [Fact]
    public void A_config_needs_only_the_units_and_takes_the_defaults_of_Keras()
    {
        var layer = (LSTM)Layer.Create("LSTM", new JsonObject { ["units"] = 3 });

        Assert.Equal((3, "tanh", "sigmoid"), (layer.Units, layer.Activation.Name, layer.RecurrentActivation.Name));
        Assert.True(layer.UseBias && layer.UnitForgetBias);
        Assert.Equal(
            ["glorot_uniform", "orthogonal", Initializer.Zeros],
            [layer.KernelInitializer, layer.RecurrentInitializer, layer.BiasInitializer]);
    }

    [Fact]
    public void Null_stands_for_no_activation_in_a_config()
    {
        var layer = (LSTM)Layer.Create("LSTM", new JsonObject { ["units"] = 3, ["activation"] = null, ["recurrent_activation"] = null });
        Assert.Equal((Activation.Linear, Activation.Linear), (layer.Activation, layer.RecurrentActivation));
    }

    [Fact]
    public void Weights_carry_their_regularizers()
    {
        var layer = new LSTM(2, kernelRegularizer: "l1", recurrentRegularizer: "l2", biasRegularizer: "l1l2");
        layer.Build([Shape.Any, Shape.Any, 3]);
        Assert.Equal<Regularizer?>(["l1", "l2", "l1l2"], layer.Weights.Select(weight => weight.Regularizer));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.StartsWith(
            "LSTM 'l': expected units of 1 or more but got 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new LSTM(0, name: "l")).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "LSTM 'l': expected recurrentDropout, the fraction to drop, from 0 to below 1 but got 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new LSTM(1, recurrentDropout: 1f, name: "l")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_that_are_no_sequences_are_refused_with_advice()
    {
        var layer = new LSTM(4, name: "l");
        Assert.Equal(
            "LSTM 'l': expected an input of rank 3 (batch, steps, features) but got (8, 10). Add an axis, e.g. x.Reshape([-1, 10, 1]).",
            Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Zeros([8, 10]))).Message);
        layer.Build([Shape.Any, Shape.Any, 3]);
        Assert.Equal(
            "LSTM 'l': was built for 3 input features, but got an input of shape (8, 10, 2).",
            Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Zeros([8, 10, 2]))).Message);
        Assert.Equal(
            "LSTM 'l': expected an input of one step or more but got (8, 0, 3).",
            Assert.Throws<ShapeException>(() => layer.Apply(Tensor.Zeros([8, 0, 3]))).Message);
    }

    private static double Softsign(double x) => x / (1 + Math.Abs(x));

    private static double Softplus(double x) => Math.Log(1 + Math.Exp(x));

    private static RecurrentReference Reference(int batch, int steps, int features, int units) => new(batch, steps, features, units);
}
