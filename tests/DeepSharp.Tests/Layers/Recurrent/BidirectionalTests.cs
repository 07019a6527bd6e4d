using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class BidirectionalTests
{
    private static readonly Shape s_input = [2, 4, 3];

    [Theory]
    [InlineData("concat", true)]
    [InlineData("concat", false)]
    [InlineData("sum", true)]
    [InlineData("mul", true)]
    [InlineData("ave", false)]
    public void Holds_what_every_layer_holds(string mode, bool sequences)
    {
        int width = mode == "concat" ? 4 : 2;
        LayerTester.Check(
            () => new Bidirectional(new LSTM(2, returnSequences: sequences, name: "l"), mode, name: "b"), s_input,
            sequences ? [2, 4, width] : [2, width], weights: 6, (x, w) => Merged(mode, sequences, x, w));
    }

    [Fact]
    public void Two_outputs_and_states_come_in_Keras_s_order()
    {
        var layer = new Bidirectional(new LSTM(2, returnSequences: true, returnState: true), MergeMode.None);
        Tensor x = LayerTester.RandomInput(s_input);
        Tensor[] outputs = layer.ApplyAll(x);
        Assert.Equal([[2, 4, 2], [2, 4, 2], [2, 2], [2, 2], [2, 2], [2, 2]], outputs.Select(output => output.Shape));
        (Tensor forward, IReadOnlyList<Tensor> states) = layer.ForwardLayer.ApplyWithStates(x);
        (Tensor backward, IReadOnlyList<Tensor> others) = layer.BackwardLayer.ApplyWithStates(x);
        Assert.Equal(forward.ToArray(), outputs[0].ToArray());
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(states[i].ToArray(), outputs[2 + i].ToArray());
            Assert.Equal(others[i].ToArray(), outputs[4 + i].ToArray());
        }

        // The last step backwards is the first of the sequence, where it is in the output.
        Assert.Equal(backward.Span.Slice(3 * 2, 2).ToArray(), outputs[1].Span[..2].ToArray());

        // From its own last states it goes on as its layers would.
        Tensor[] next = layer.ApplyAll([x, .. outputs[2..]]);
        Assert.Equal(layer.ForwardLayer.ApplyWithStates(x, states).Output.ToArray(), next[0].ToArray());
    }

    [Fact]
    public void Apply_gives_the_output_alone_or_says_that_there_are_two()
    {
        Tensor x = LayerTester.RandomInput(s_input);
        var layer = new Bidirectional(new LSTM(2, returnState: true));
        Assert.Equal(layer.ApplyAll(x)[0].ToArray(), layer.Apply(x).ToArray());
        Assert.Equal(
            "Bidirectional 'b': expected a layer with one output, but it gives 2. Use ApplyAll.",
            Assert.Throws<ArgumentException>(() => new Bidirectional(new LSTM(2), MergeMode.None, name: "b").Apply(x)).Message);
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("softsign")]
    public void Masked_steps_are_zeros_and_hand_the_mask_on(string activation)
    {
        var layer = new Bidirectional(new GRU(2, activation, returnSequences: true));
        Tensor x = LayerTester.RandomInput(s_input), mask = Tensor.From([1, 0, 1, 0, 0, 1, 1, 1], [2, 4]);
        Tensor y = layer.Apply(x.WithMask(mask));
        Assert.Same(mask, y.Mask);
        for (int step = 0; step < 8; step++)
        {
            Assert.Equal(mask.Span[step] == 0f, y.Span.Slice(step * 4, 4).IndexOfAnyExcept(0f) < 0);
        }
    }

    [Fact]
    public void A_stateful_layer_goes_on()
    {
        var layer = new Bidirectional(new GRU(2, stateful: true, returnState: true));
        Tensor x = LayerTester.RandomInput(s_input);
        Tensor[] first = layer.ApplyAll(x), second = layer.ApplyAll(x);
        Assert.Equal(layer.ApplyAll([x, first[1], first[2]])[0].ToArray(), second[0].ToArray());
        layer.ResetStates();
        Assert.Equal(first[0].ToArray(), layer.ApplyAll(x)[0].ToArray());

        var model = new Sequential(new Bidirectional(new GRU(2, stateful: true)), new Dense(1));
        model.Compile("sgd", "mse");
        model.ResetStates();
        ShapeException refusal = Assert.Throws<ShapeException>(
            () => model.Fit(Tensor.Ones([5, 4, 3]), Tensor.Ones([5, 1]), batchSize: 2, verbose: 0));
        Assert.Contains("is stateful", refusal.Message);
    }

    [Fact]
    public void The_layer_is_a_pattern_and_the_one_for_the_other_way_is_taken_itself()
    {
        var pattern = new LSTM(2, name: "l");
        var backward = new GRU(2, goBackwards: true, name: "other");
        var layer = new Bidirectional(pattern, "mul", backward, name: "b");
        layer.Build(s_input);
        Assert.False(pattern.IsBuilt);
        Assert.Same(backward, layer.BackwardLayer);
        Assert.Equal(
            ["b/forward_l/lstm_cell/kernel", "b/forward_l/lstm_cell/recurrent_kernel", "b/forward_l/lstm_cell/bias",
                "b/other/gru_cell/kernel", "b/other/gru_cell/recurrent_kernel", "b/other/gru_cell/bias"],
            layer.Weights.Select(weight => weight.Path));
        LayerTester.CheckConfig(() => new Bidirectional(new LSTM(2, name: "l"), "mul", new GRU(2, goBackwards: true, name: "o"), name: "b"));
        Assert.Equal("backward_l", new Bidirectional(new LSTM(2, name: "l")).BackwardLayer.Name);
    }

    // As in Keras, which turns the outputs of the second direction around whichever it is.
    [Fact]
    public void Where_the_first_goes_backwards_the_outputs_come_in_its_order()
    {
        var layer = new Bidirectional(
            new GRU(2, returnSequences: true, goBackwards: true), backwardLayer: new GRU(2, returnSequences: true));
        Tensor x = LayerTester.RandomInput(s_input), both = layer.Apply(x);
        Tensor first = layer.ForwardLayer.Apply(x), second = layer.BackwardLayer.Apply(x);
        int steps = x.Shape[1];
        for (int row = 0; row < x.Shape[0]; row++)
        {
            for (int step = 0; step < steps; step++)
            {
                for (int unit = 0; unit < 2; unit++)
                {
                    Assert.Equal(first[row, step, unit], both[row, step, unit]);
                    Assert.Equal(second[row, steps - 1 - step, unit], both[row, step, 2 + unit]);
                }
            }
        }
    }

    [Fact]
    public void In_a_functional_model_states_are_inputs()
    {
        Input x = new([4, 3]), h = new([2]), g = new([2]);
        SymbolicTensor y = new Bidirectional(new GRU(2)).Apply(x, [h, g]);
        var model = new Model([x, h, g], y);
        Tensor[] inputs = [LayerTester.RandomInput(s_input), Tensor.Ones([2, 2]), Tensor.Full([2, 2], 0.5f)];
        Model copy = Model.FromConfig(model.ToConfig());
        copy.SetWeights(model.GetWeights());
        Assert.Equal(model.ApplyAll(inputs)[0].ToArray(), copy.ApplyAll(inputs)[0].ToArray());
        Assert.Throws<ArgumentException>(() => new Bidirectional(new GRU(2)).Apply(x, [h]));
    }

    [Fact]
    public void What_does_not_go_together_is_refused()
    {
        Assert.Contains(
            "one goes backwards", Assert.Throws<ArgumentException>(() => new Bidirectional(new LSTM(2), backwardLayer: new LSTM(2))).Message);
        Assert.Contains("returnSequences", Assert.Throws<ArgumentException>(
            () => new Bidirectional(new LSTM(2), backwardLayer: new LSTM(2, goBackwards: true, returnSequences: true))).Message);
        Assert.Throws<ShapeException>(
            () => new Bidirectional(new LSTM(2), "sum", new LSTM(3, goBackwards: true)).Apply(LayerTester.RandomInput(s_input)));
        Assert.Throws<ArgumentException>(() => (MergeMode)"max");
    }

    [Fact]
    public void Lengths_that_came_before_allocate_nothing()
    {
        Layer layer = LayerTester.Build(
            () => new Bidirectional(new LSTM(3, returnSequences: true, returnState: false)), s_input);
        foreach (int steps in (int[])[7, 4, 7])
        {
            Tensor x = LayerTester.RandomInput([2, steps, 3]);
            LayerTester.CheckAllocations(layer, x.WithMask(Tensor.Ones([2, steps])));
        }
    }

    private static double[] Merged(string mode, bool sequences, double[] x, double[][] w)
    {
        var reference = new RecurrentReference(2, 4, 3, 2) { Sequences = sequences };
        double[] forward = reference.Run(x, w[0], w[1], w[2]).Output, back = (reference with { Backwards = true }).Run(x, w[3], w[4], w[5]).Output;
        int steps = sequences ? 4 : 1;
        double[] result = [];
        for (int row = 0; row < 2; row++)
        {
            for (int step = 0; step < steps; step++)
            {
                double[] one = forward[((row * steps + step) * 2)..][..2], other = back[((row * steps + steps - 1 - step) * 2)..][..2];
                result = mode == "concat" ? [.. result, .. one, .. other] : [.. result, .. one.Zip(other, (a, b) => mode switch
                {
                    "sum" => a + b,
                    "mul" => a * b,
                    _ => (a + b) / 2,
                })];
            }
        }

        return result;
    }
}
