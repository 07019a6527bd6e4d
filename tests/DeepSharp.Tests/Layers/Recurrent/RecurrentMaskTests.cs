using System.Text.Json.Nodes;
using DeepSharp.Layers;
using DeepSharp.Tests.Reference;

namespace DeepSharp.Tests.Layers.Recurrent;

public class RecurrentMaskTests
{
    private const int Batch = 4, Steps = 5, Features = 3, Units = 6;

    // Padding behind, in front, in the middle, and a sample of nothing else.
    private static readonly float[] s_mask = [1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];

    public static TheoryData<string, bool, bool, bool> Options
    {
        get
        {
            var data = new TheoryData<string, bool, bool, bool>();
            foreach (string activation in (string[])["tanh", "softsign"])
            {
                foreach (bool sequences in (bool[])[false, true])
                {
                    foreach (bool backwards in (bool[])[false, true])
                    {
                        foreach (bool zeroes in (bool[])[false, true]) data.Add(activation, sequences, backwards, zeroes);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Masked_steps_repeat_states_and_outputs(string activation, bool sequences, bool backwards, bool zeroes)
    {
        // Another activation than tanh takes the steps one by one.
        RecurrentLayer layer = Create(activation, sequences, backwards, zeroes);
        var reference = new RecurrentReference(Batch, Steps, Features, Units)
        {
            Sequences = sequences,
            Backwards = backwards,
            ZeroesMasked = zeroes,
            Mask = s_mask,
            Activation = activation == "tanh" ? Math.Tanh : value => value / (1 + Math.Abs(value)),
        };
        Tensor x = LayerTester.RandomInput([Batch, Steps, Features]);
        Tensor[] states = States();
        GradientCheck.Run(
            () =>
            {
                (Tensor output, IReadOnlyList<Tensor> last) = layer.ApplyWithStates(x, states, training: true, mask: Mask());
                return Join(output, last);
            },
            [x, .. layer.Weights.Select(weight => weight.Value), .. states],
            at =>
            {
                (double[] output, double[] state, double[] cell) = reference.Run(at[0], at[1], at[2], at[3], at[4], at[5]);
                return [.. output, .. state, .. cell];
            });
    }

    [Fact]
    public void The_mask_of_the_input_is_heeded_and_handed_on_with_sequences()
    {
        RecurrentLayer layer = Create("tanh", sequences: true, backwards: false, zeroes: false);
        Tensor x = LayerTester.RandomInput([Batch, Steps, Features]);
        float[] want = layer.ApplyWithStates(x, mask: Mask()).Output.ToArray();
        x.Mask = Mask();
        Tensor y = layer.Apply(x);

        Assert.Equal(want, y.ToArray());
        Assert.Same(x.Mask, y.Mask);
        Assert.Null(Create("tanh", sequences: false, backwards: false, zeroes: false).Apply(x).Mask);
    }

    [Fact]
    public void In_a_model_with_states_only_a_mask_by_name_counts_as_in_Keras()
    {
        var (ids, state) = (new Input([Steps]), new Input([Units]));
        var words = new Embedding(5, Features, maskZero: true);
        var layer = new SimpleRNN(Units, returnSequences: true);
        var model = new Model((ids, state), layer.Apply(words.Apply(ids), initialState: [state]));
        Tensor x = Tensor.From([1, 2, 0, 0, 0, 3, 4, 1, 2, 0, 1, 1, 1, 1, 1, 2, 0, 0, 0, 0], [Batch, Steps]);
        Tensor vectors = words.Apply(x), start = LayerTester.RandomInput([Batch, Units]);
        Tensor y = model.Apply([x, start]);

        Tensor unmasked = Tensor.From(vectors.ToArray(), vectors.Shape);
        Assert.Equal(layer.ApplyWithStates(unmasked, [start]).Output.ToArray(), y.ToArray());
        Assert.NotNull(y.Mask);
    }

    [Fact]
    public void With_states_too_the_mask_of_the_input_is_heeded_unless_another_is_given_and_handed_on()
    {
        RecurrentLayer layer = Create("tanh", sequences: true, backwards: false, zeroes: false);
        Tensor x = LayerTester.RandomInput([Batch, Steps, Features]), mask = Mask(), ones = Tensor.Ones([Batch, Steps]);
        (Tensor want, IReadOnlyList<Tensor> wantStates) = layer.ApplyWithStates(x, States(), mask);
        Tensor plain = layer.ApplyWithStates(x, States()).Output;
        Assert.Null(plain.Mask);
        Assert.NotEqual(plain.ToArray(), want.ToArray());
        (Tensor y, IReadOnlyList<Tensor> states) = layer.ApplyWithStates(x.WithMask(mask), States());

        Assert.Equal(want.ToArray(), y.ToArray());
        for (int i = 0; i < states.Count; i++) Assert.Equal(wantStates[i].ToArray(), states[i].ToArray());
        Assert.Same(mask, want.Mask);
        Assert.Same(mask, y.Mask);
        y = layer.ApplyWithStates(x.WithMask(mask), States(), ones).Output;
        Assert.Equal(plain.ToArray(), y.ToArray());
        Assert.Same(ones, y.Mask);
        Assert.Null(Create("tanh", sequences: false, backwards: false, zeroes: false).ApplyWithStates(x, mask: mask).Output.Mask);
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("softsign")]
    public void A_masked_training_step_allocates_nothing(string activation)
    {
        RecurrentLayer layer = Create(activation, sequences: true, backwards: false, zeroes: false);
        Tensor x = LayerTester.RandomInput([Batch, Steps, Features]);
        x.Mask = Mask();
        LayerTester.CheckAllocations(layer, x);
    }

    [Fact]
    public void A_mask_of_another_shape_is_refused()
    {
        RecurrentLayer layer = Create("tanh", sequences: true, backwards: false, zeroes: false);
        Tensor x = LayerTester.RandomInput([Batch, Steps, Features]);
        var exception = Assert.Throws<ShapeException>(() => layer.ApplyWithStates(x, mask: Tensor.Ones([Batch, 2])));
        Assert.Equal("LSTM 'l': expected a mask of shape (4, 5) for an input of shape (4, 5, 3) but got (4, 2).", exception.Message);
        x.Mask = Tensor.Ones([Batch, 2]);
        Assert.Throws<ShapeException>(() => layer.Apply(x));
    }

    private static Tensor Mask() => Tensor.From(s_mask, [Batch, Steps]);

    private static Tensor[] States() =>
        [Tensor.From(TestData.Uniform(Batch * Units, seed: 8), [Batch, Units]),
        Tensor.From(TestData.Uniform(Batch * Units, seed: 9), [Batch, Units])];

    private static Tensor Join(Tensor output, IReadOnlyList<Tensor> states) => Tape.Run(new JoinOp(), output, states[0], states[1]);

    private static RecurrentLayer Create(string activation, bool sequences, bool backwards, bool zeroes) =>
        (RecurrentLayer)LayerTester.Build(
        () => Layer.Create("LSTM", new JsonObject
        {
            ["name"] = "l",
            ["units"] = Units,
            ["activation"] = activation,
            ["return_sequences"] = sequences,
            ["go_backwards"] = backwards,
            ["zero_output_for_mask"] = zeroes,
        }),
        [Batch, Steps, Features]);

    // All values of all inputs in a row, so that one reference covers all outputs.
    private sealed class JoinOp : Op
    {
        public override string Name => "Join";

        public override Tensor OutputOps(Node node) =>
            DeepSharp.Ops.Concatenate([.. node.Inputs.ToArray().Select(input => input.Reshape([-1]))]);

        public override Shape InferShape(ReadOnlySpan<Shape> inputs)
        {
            int size = 0;
            foreach (Shape input in inputs) size += input.Size;
            return [size];
        }

        public override void Forward(Node node)
        {
            Span<float> to = node.OutputSpan;
            for (int i = 0; i < node.InputCount; i++)
            {
                node.Input(i).CopyTo(to);
                to = to[node.Input(i).Length..];
            }
        }

        public override void Backward(Node node)
        {
            Span<float> from = node.OutputGradient;
            for (int i = 0; i < node.InputCount; i++)
            {
                Span<float> gradient = node.InputGradient(i);
                for (int j = 0; j < gradient.Length; j++) gradient[j] += from[j];
                from = from[gradient.Length..];
            }
        }
    }
}
