using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class RNNTests
{
    private static readonly Shape s_input = [2, 4, 3];

    static RNNTests() => ModelFile.Register("Tests>OwnCell", config => new OwnCell((int)config["units"]!));

    [Fact]
    public void A_custom_cell_holds_what_every_layer_holds() => LayerTester.Check(
        () => new RNN(new OwnCell(5), returnSequences: true, name: "r"), s_input, output: [2, 4, 5], weights: 2,
        (x, w) => (new GruReference(2, 4, 3, 5) { Sequences = true, Activation = value => value }).SimpleRnn(x, w[0], w[1], null));

    [Fact]
    public void A_custom_cell_holds_it_in_a_stack_backwards() => LayerTester.Check(
        () => new RNN([new SimpleRNNCell(2, useBias: false, name: "a"), new OwnCell(3)], goBackwards: true, name: "r"), s_input,
        output: [2, 3], weights: 4,
        (x, w) => (new GruReference(2, 4, 2, 3) { Activation = value => value }).SimpleRnn(
            (new GruReference(2, 4, 3, 2) { Sequences = true, Backwards = true }).SimpleRnn(x, w[0], w[1], null), w[2], w[3], null));

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_stack_under_a_mask_is_layers_one_after_the_other(bool backwards, bool zeroes)
    {
        Layer stack = LayerTester.Build(
            () => new RNN(
                [new LSTMCell(3), new OwnCell(2), new GRUCell(4)], returnSequences: true, returnState: true, goBackwards: backwards,
                zeroOutputForMask: zeroes), s_input);
        Tensor x = LayerTester.RandomInput(s_input), mask = Tensor.From([1, 0, 1, 0, 0, 1, 1, 1], [2, 4]);
        Tensor[] got = stack.ApplyAll(x.WithMask(mask));

        // The same cell as one custom cell that calls the three: it goes step by step.
        var whole = new RNN(
            new Together(((StackedRNNCells)((RNN)stack).Cell).Cells), returnSequences: true, returnState: true, goBackwards: backwards,
            zeroOutputForMask: zeroes);
        Tensor[] want = whole.ApplyAll(x.WithMask(mask));
        Assert.Equal(5, got.Length);
        for (int i = 0; i < want.Length; i++)
        {
            TestData.AssertClose(Array.ConvertAll(want[i].ToArray(), value => (double)value), got[i].Span, 1e-6, 1e-5, $"output {i}");
        }
    }

    [Fact]
    public void A_stateful_layer_goes_on_and_starts_from_what_the_cell_says()
    {
        var cell = new Counting();
        var layer = new RNN(cell, stateful: true);
        Tensor x = Tensor.Ones([2, 3, 1]);
        Assert.Equal([13, 13], layer.Apply(x).ToArray());
        Assert.Equal([16, 16], layer.Apply(x).ToArray());
        layer.ResetStates();
        Assert.Equal([13, 13], layer.Apply(x).ToArray());
        Assert.Equal([13, 13], new RNN(new Counting()).Apply(x).ToArray());
        Assert.Equal([8, 8], new RNN(new Counting()).ApplyWithStates(x, [Tensor.Full([2, 1], 5f)]).Output.ToArray());
    }

    [Fact]
    public void Files_and_configs_know_the_cells()
    {
        var model = new Sequential(new Input([4, 3]), new RNN([new LSTMCell(3), new OwnCell(2)], name: "r"), new Dense(1));
        Model copy = Model.FromConfig(model.ToConfig());
        copy.SetWeights(model.GetWeights());
        Tensor x = LayerTester.RandomInput(s_input);
        Assert.Equal(model.Predict(x).ToArray(), copy.Predict(x).ToArray());
        Assert.StartsWith($"{model.Name}/r/stacked_rnn_cells", model.Weights[0].Path, StringComparison.Ordinal);

        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "cells.dsm");
        model.Save(path);
        Assert.Equal(model.Predict(x).ToArray(), Model.Load(path).Predict(x).ToArray());
    }

    [Fact]
    public void Lengths_that_came_before_allocate_nothing()
    {
        Layer layer = LayerTester.Build(() => new RNN(new OwnCell(3)), s_input);
        LayerTester.CheckAllocations(layer, LayerTester.RandomInput([2, 7, 3]));
        LayerTester.CheckAllocations(layer, LayerTester.RandomInput([2, 4, 3]));
    }

    [Fact]
    public void A_cell_that_gives_something_else_is_refused()
    {
        Assert.Equal(
            "Wrong 'w': expected a tensor of shape (2, 3) to give output 0 but got (2, 1).",
            Assert.Throws<ShapeException>(() => new RNN(new Wrong("w")).Apply(Tensor.Ones([2, 3, 1]))).Message);
        Assert.Throws<ShapeException>(() => new RNN(new GRUCell(2)).Apply(Tensor.Ones([2, 0, 1])));
        Assert.Throws<ArgumentException>(() => new StackedRNNCells([]));
        Assert.Throws<ArgumentNullException>(() => new RNN((RNNCell)null!));
    }

    [Fact]
    public void Penalties_for_what_a_cell_gives_count_at_each_step()
    {
        Tensor x = LayerTester.RandomInput([1, 3, 2]);
        var layer = new RNN(new SimpleRNNCell(2) { ActivityRegularizer = "l2" }, returnSequences: true);
        var tape = new GradientTape();
        Tensor y = tape.Record(() =>
        {
            Tensor output = layer.Apply(x);
            Tensor sum = layer.Losses[0];
            foreach (Tensor term in layer.Losses.Skip(1)) sum += term;
            return sum;
        });

        // The output and the new state, which is the same.
        Assert.Equal(2 * 0.01 * layer.Apply(x).ToArray().Sum(value => (double)value * value), y.Item(), 1e-5);
    }

    internal sealed class OwnCell(int units) : RNNCell
    {
        private Variable? _kernel, _recurrent;

        public override IReadOnlyList<int> StateSize { get; } = [units];

        protected override void OnBuild(Shape input)
        {
            _kernel = AddWeight("kernel", [input[^1], units], "glorot_uniform");
            _recurrent = AddWeight("recurrent_kernel", [units, units], "orthogonal");
        }

        protected override Tensor Call(Tensor input, ReadOnlySpan<Tensor> states, Span<Tensor> newStates, bool training) =>
            newStates[0] = input.MatMul(_kernel!.Value) + states[0].MatMul(_recurrent!.Value);

        protected override void WriteConfig(System.Text.Json.Nodes.JsonObject config) => config["units"] = units;
    }

    private sealed class Together : RNNCell
    {
        private readonly StackedRNNCells _inside;

        public Together(IReadOnlyList<RNNCell> cells) => _inside = AddLayer(new StackedRNNCells(cells));

        public override IReadOnlyList<int> StateSize => _inside.StateSize;

        public override int OutputSize => _inside.OutputSize;

        protected override Tensor Call(Tensor input, ReadOnlySpan<Tensor> states, Span<Tensor> newStates, bool training)
        {
            Tensor[] outputs = _inside.ApplyAll([input, .. states], training);
            outputs.AsSpan(1).CopyTo(newStates);
            return outputs[0];
        }
    }

    private sealed class Counting : RNNCell
    {
        public override IReadOnlyList<int> StateSize => [1];

        public override Tensor? InitialState(int state, int batch) => Tensor.Full([batch, 1], 10f);

        protected override Tensor Call(Tensor input, ReadOnlySpan<Tensor> states, Span<Tensor> newStates, bool training) =>
            newStates[0] = states[0] + input;
    }

    private sealed class Wrong(string name) : RNNCell(name)
    {
        public override IReadOnlyList<int> StateSize => [3];

        protected override Tensor Call(Tensor input, ReadOnlySpan<Tensor> states, Span<Tensor> newStates, bool training)
        {
            newStates[0] = states[0];
            return input;
        }
    }
}
