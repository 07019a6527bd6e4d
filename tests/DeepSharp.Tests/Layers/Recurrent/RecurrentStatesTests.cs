using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class RecurrentStatesTests
{
    [Fact]
    public void No_samples_leave_a_stateful_layer_as_it_was()
    {
        var layer = new LSTM(2, stateful: true);
        Assert.Equal([0, 2], layer.Apply(Tensor.Zeros([0, 3, 4])).Shape);
        Assert.Equal([5, 2], layer.Apply(Tensor.Ones([5, 3, 4])).Shape);
    }

    private static readonly Shape s_input = [2, 6, 3];

    [Theory]
    [InlineData("tanh")]
    [InlineData("softsign")]
    public void Going_on_from_the_states_of_the_first_half_gives_the_second(string activation)
    {
        var layer = (RecurrentLayer)LayerTester.Build(() => new LSTM(4, activation, returnSequences: true), s_input);
        Tensor x = LayerTester.RandomInput(s_input);
        float[] whole = layer.Apply(x).ToArray();

        (Tensor first, IReadOnlyList<Tensor> states) = layer.ApplyWithStates(Part(x, 0));
        (Tensor second, _) = layer.ApplyWithStates(Part(x, 3), states);

        Assert.Equal(whole, Joined(first, second), new Near());
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("softsign")]
    public void A_stateful_layer_goes_on_by_itself_until_it_is_reset(string activation)
    {
        var layer = (RecurrentLayer)LayerTester.Build(() => new LSTM(4, activation, returnSequences: true), s_input);
        var stateful = (RecurrentLayer)LayerTester.Build(() => new LSTM(4, activation, returnSequences: true, stateful: true), s_input);
        Tensor x = LayerTester.RandomInput(s_input);
        float[] whole = layer.Apply(x).ToArray();

        float[] first = stateful.Apply(Part(x, 0)).ToArray();
        Assert.Equal(whole, Joined(Tensor.From(first, [2, 3, 4]), stateful.Apply(Part(x, 3), training: true)), new Near());

        stateful.ResetStates();
        Assert.Equal(first, stateful.Apply(Part(x, 0)).ToArray());
    }

    [Fact]
    public void A_stateful_layer_refuses_a_batch_of_another_size_until_it_is_reset()
    {
        var layer = (RecurrentLayer)LayerTester.Build(() => new LSTM(4, stateful: true, name: "l"), s_input);
        layer.Apply(LayerTester.RandomInput(s_input));
        var exception = Assert.Throws<ShapeException>(() => layer.Apply(LayerTester.RandomInput([3, 6, 3])));
        Assert.StartsWith("LSTM 'l': expected a batch of 2 samples", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ResetStates()", exception.Message, StringComparison.Ordinal);

        layer.ResetStates();
        Assert.Equal([3, 4], layer.Apply(LayerTester.RandomInput([3, 6, 3])).Shape);
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("softsign")]
    public void A_stateful_training_step_allocates_nothing(string activation) =>
        LayerTester.CheckAllocations(() => new LSTM(4, activation, stateful: true, returnSequences: true), s_input);

    // What is kept is overwritten by the last states before the backward pass.
    [Theory]
    [InlineData("tanh")]
    [InlineData("softsign")]
    public void Gradients_are_those_of_the_states_that_the_batch_started_from(string activation)
    {
        RecurrentLayer Create(bool stateful) => (RecurrentLayer)LayerTester.Build(() => new LSTM(4, activation, stateful: stateful),
            s_input);
        RecurrentLayer layer = Create(stateful: false), stateful = Create(stateful: true);
        Tensor x = LayerTester.RandomInput(s_input);
        IReadOnlyList<Tensor> states = layer.ApplyWithStates(x).States;
        stateful.Apply(x);
        Tensor?[] want = Gradients(layer, () => layer.ApplyWithStates(x, states).Output),
            got = Gradients(stateful, () => stateful.Apply(x));
        for (int i = 0; i < want.Length; i++) Assert.Equal(want[i]!.ToArray(), got[i]!.ToArray(), new Near());
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("softsign")]
    public void A_stateful_layer_that_is_given_states_goes_on_from_their_successors(string activation)
    {
        RecurrentLayer Create(bool stateful) => (RecurrentLayer)LayerTester.Build(() => new LSTM(4, activation, stateful: stateful),
            s_input);
        RecurrentLayer layer = Create(stateful: false), stateful = Create(stateful: true);
        Tensor x = LayerTester.RandomInput(s_input);
        Tensor[] states = [LayerTester.RandomInput([2, 4]), LayerTester.RandomInput([2, 4])];
        IReadOnlyList<Tensor> next = layer.ApplyWithStates(x, states).States;
        stateful.ApplyWithStates(x, states);
        Assert.Equal(layer.ApplyWithStates(x, next).Output.ToArray(), stateful.Apply(x).ToArray(), new Near());
    }

    [Fact]
    public void States_are_no_weights_and_are_not_saved()
    {
        Model Create()
        {
            var input = new Input([6, 3], batchSize: 2);
            return new Model(input, new LSTM(4, stateful: true, kernelInitializer: Initializer.GlorotUniform(1),
                recurrentInitializer: Initializer.Orthogonal(seed: 2)).Apply(input));
        }

        Model model = Create();
        Tensor x = LayerTester.RandomInput(s_input);
        float[] first = model.Apply(x).ToArray(), second = model.Apply(x).ToArray();
        Assert.NotEqual(first, second);
        Assert.Equal(3, model.Weights.Count);
        Assert.Equal(3, model.GetWeights().Length);

        Model copy = Serialization.SavedModel.Load(Serialization.SavedModel.Bytes(model));
        Assert.Equal(first, copy.Apply(x).ToArray());
        Assert.Equal(second, copy.Apply(x).ToArray());
    }

    [Fact]
    public void A_model_makes_all_its_layers_forget()
    {
        var inner = new Input([6, 3], batchSize: 2);
        var inside = new Model(inner, new LSTM(3, stateful: true, returnSequences: true).Apply(inner));
        var model = new Sequential(new Input([6, 3], batchSize: 2), inside, new LSTM(4, stateful: true));
        Tensor x = LayerTester.RandomInput(s_input);
        float[] first = model.Apply(x).ToArray();
        Assert.NotEqual(first, model.Apply(x).ToArray());
        model.ResetStates();
        Assert.Equal(first, model.Apply(x).ToArray());
    }

    // Batches of two samples, in order: each batch of the epoch goes on from the states of the one before.
    [Fact]
    public void Training_carries_states_from_batch_to_batch()
    {
        var layer = new LSTM(4, stateful: true, kernelInitializer: Initializer.GlorotUniform(1),
            recurrentInitializer: Initializer.Orthogonal(seed: 2));
        var model = new Sequential(new Input([6, 3], batchSize: 2), layer);
        model.Compile(new SGD(0f), "mse");
        Tensor x = LayerTester.RandomInput([6, 6, 3]), y = Tensor.Zeros([6, 4]);
        model.Fit(x, y, batchSize: 2, epochs: 1, shuffle: false, verbose: Verbosity.Silent);
        float[] afterFit = layer.Apply(Slice(x, 0)).ToArray();

        layer.ResetStates();
        for (int batch = 0; batch < 3; batch++) layer.Apply(Slice(x, 2 * batch));
        Assert.Equal(layer.Apply(Slice(x, 0)).ToArray(), afterFit, new Near());

        static Tensor Slice(Tensor tensor, int start) => tensor.Slice(start, 2);
    }

    [Fact]
    public void A_stateful_layer_gives_the_same_bits_on_two_threads() =>
        LayerTester.CheckThreads(() => new LSTM(4, stateful: true, returnSequences: true), [64, 6, 3]);

    [Fact]
    public void Gradients_flow_through_the_states()
    {
        var layer = (RecurrentLayer)LayerTester.Build(() => new LSTM(4), s_input);
        Tensor x = LayerTester.RandomInput(s_input);
        GradientCheck.Run(
            () => layer.ApplyWithStates(x, layer.ApplyWithStates(x).States).Output,
            [x, .. layer.Weights.Select(weight => weight.Value)],
            at =>
            {
                var reference = new RecurrentReference(2, 6, 3, 4);
                (_, double[] state, double[] cell) = reference.Run(at[0], at[1], at[2], at[3]);
                return reference.Run(at[0], at[1], at[2], at[3], state, cell).Output;
            });
    }

    [Fact]
    public void One_tensor_may_be_both_states()
    {
        var layer = (RecurrentLayer)LayerTester.Build(() => new LSTM(4), s_input);
        Tensor x = LayerTester.RandomInput(s_input), state = Tensor.From(TestData.Uniform(8, seed: 3), [2, 4]);
        GradientCheck.Run(
            () => layer.ApplyWithStates(x, [state, state]).Output, [state],
            at =>
            {
                double[][] w = [.. layer.Weights.Select(weight => Doubles(weight.Value))];
                return new RecurrentReference(2, 6, 3, 4).Run(Doubles(x), w[0], w[1], w[2], at[0], at[0]).Output;
            });
    }

    [Fact]
    public void A_decoder_in_a_graph_starts_from_the_states_of_the_encoder()
    {
        var source = new Input([6, 3]);
        var target = new Input([4, 2]);
        var encoder = new LSTM(5, returnState: true);
        var decoder = new LSTM(5, returnSequences: true);
        SymbolicTensor[] encoded = encoder.ApplyAll(source);
        var model = new Model([source, target], [decoder.Apply(target, encoded[1], encoded[2])]);
        Assert.Equal([[Shape.Any, 5], [Shape.Any, 5], [Shape.Any, 5]], encoded.Select(tensor => tensor.Shape));

        Tensor x = LayerTester.RandomInput(s_input), y = LayerTester.RandomInput([2, 4, 2]);
        Tensor want = decoder.ApplyWithStates(y, encoder.ApplyWithStates(x).States).Output;
        Assert.Equal(want.ToArray(), model.Apply([x, y]).ToArray());
    }

    [Fact]
    public void A_wrong_number_of_inputs_is_refused()
    {
        var layer = new LSTM(4, name: "l");
        var exception = Assert.Throws<ArgumentException>(() => layer.ComputeOutputShapes([s_input, [2, 4]]));
        Assert.Equal("LSTM 'l': expected 1 input, or 3 with initial states, but got 2.", exception.Message);
        Assert.Throws<ShapeException>(() => layer.ComputeOutputShapes([s_input, [2, 4], [2, 5]]));
    }

    [Fact]
    public void Wrong_states_are_refused()
    {
        var layer = (RecurrentLayer)LayerTester.Build(() => new LSTM(4, name: "l"), s_input);
        Tensor x = LayerTester.RandomInput(s_input);
        Assert.Equal(
            "LSTM 'l': expected 2 initial states of shape (2, 4) but got 1.",
            Assert.Throws<ShapeException>(() => layer.ApplyWithStates(x, [Tensor.Zeros([2, 4])])).Message);
        Assert.Equal(
            "LSTM 'l': expected initial states of shape (2, 4) for an input of shape (2, 6, 3) but got (2, 5).",
            Assert.Throws<ShapeException>(() => layer.ApplyWithStates(x, [Tensor.Zeros([2, 4]), Tensor.Zeros([2, 5])])).Message);
    }

    private static Tensor?[] Gradients(Layer layer, Func<Tensor> compute)
    {
        var tape = new GradientTape();
        Tensor y = tape.Record(compute);
        return tape.Gradient(y, layer.Weights);
    }

    private static double[] Doubles(Tensor x) => Array.ConvertAll(x.ToArray(), value => (double)value);

    // Three steps of (2, 6, 3).
    private static Tensor Part(Tensor x, int start) =>
        Tensor.From([.. x.ToArray().Chunk(18).SelectMany(sample => sample[(3 * start)..(3 * start + 9)])], [2, 3, 3]);

    private static float[] Joined(Tensor first, Tensor second) =>
        [.. first.ToArray().Chunk(12).Zip(second.ToArray().Chunk(12)).SelectMany(pair => pair.First.Concat(pair.Second))];

    private sealed class Near : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) < 1e-6f;

        public int GetHashCode(float value) => 0;
    }
}
