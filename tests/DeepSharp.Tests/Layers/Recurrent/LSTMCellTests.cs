using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class LSTMCellTests
{
    [Fact]
    public void Holds_what_every_layer_holds_in_a_layer() => LayerTester.Check(
        () => new RNN(new LSTMCell(5, name: "c"), returnSequences: true, name: "r"), input: [3, 4, 2], output: [3, 4, 5], weights: 3,
        (x, w) => (new RecurrentReference(3, 4, 2, 5) { Sequences = true }).Run(x, w[0], w[1], w[2]).Output);

    [Fact]
    public void A_step_is_that_of_the_layer()
    {
        var layer = (LSTM)LayerTester.Build(() => new LSTM(4, returnSequences: true), [2, 3, 2]);
        var cell = new LSTMCell(4);
        cell.Build([2, 2]);
        cell.SetWeights(layer.GetWeights());
        Tensor x = LayerTester.RandomInput([2, 3, 2]), h = Tensor.Zeros([2, 4]), c = Tensor.Zeros([2, 4]);
        for (int step = 0; step < 3; step++)
        {
            Tensor[] next = cell.ApplyAll([Tape.Run(StepOp.Of(3)[step], x), h, c]);
            (h, c) = (next[1], next[2]);
            Assert.Equal(next[0].ToArray(), h.ToArray());
        }

        (Tensor output, IReadOnlyList<Tensor> states) = layer.ApplyWithStates(x);
        TestData.AssertSameBits(states[0].Span, h.Span, "output");
        TestData.AssertSameBits(states[1].Span, c.Span, "cell");
        Assert.Equal([2, 3, 4], output.Shape);
    }

    [Fact]
    public void Steps_in_a_loop_have_gradients()
    {
        Layer cell = LayerTester.Build(() => new LSTMCell(3), [2, 2]);
        Tensor x = LayerTester.RandomInput([2, 2]), h = Tensor.From(TestData.Uniform(6, 1), [2, 3]), c = Tensor.From(TestData.Uniform(6, 2), [2, 3]);
        GradientCheck.Run(
            () => cell.ApplyAll([x, h, c])[0], [x, h, c, .. cell.Weights.Select(weight => weight.Value)],
            at => new RecurrentReference(2, 1, 2, 3).Run(at[0], at[3], at[4], at[5], at[1], at[2]).Output);
    }

    [Fact]
    public void Weights_have_names_and_the_forget_bias_starts_at_1()
    {
        var cell = new LSTMCell(2, name: "c");
        cell.Build([Shape.Any, 3]);
        Assert.Equal(["c/kernel (3, 8)", "c/recurrent_kernel (2, 8)", "c/bias (8,)"], cell.Weights.Select(weight => weight.ToString()));
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 0], cell.Bias!.Value.ToArray());
        Assert.Equal([2, 2], cell.StateSize);
    }

    [Fact]
    public void The_config_comes_back() => LayerTester.CheckConfig(
        () => new LSTMCell(
            4, "relu", "hard_sigmoid", false, "zeros", "glorot_normal", "ones", false, "l1", "l2", "l1l2", "max_norm", "non_neg", "unit_norm",
            0.1, 0.2, 5, "c"));

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var cell = new LSTMCell(2, name: "c");
        Assert.Contains("units of 1 or more", Assert.Throws<ArgumentOutOfRangeException>(() => new LSTMCell(0)).Message);
        Assert.Throws<ArgumentException>(() => cell.Apply(Tensor.Ones([1, 3])));
        Assert.Throws<ShapeException>(() => cell.ApplyAll([Tensor.Ones([1, 3]), Tensor.Ones([1, 2]), Tensor.Ones([1, 3])]));
        Assert.Throws<ShapeException>(() => cell.ApplyAll([Tensor.Ones([1, 3]), Tensor.Ones([2, 2]), Tensor.Ones([1, 2])]));
        Assert.Throws<ShapeException>(() => new RNN(cell).Apply(Tensor.Ones([2, 3])));
    }
}
