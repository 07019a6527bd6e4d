using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Recurrent;

public class RecurrentDropoutTests
{
    private static readonly Shape s_input = [3, 5, 8];

    [Theory]
    [InlineData(0.5f, 0f)]
    [InlineData(0f, 0.5f)]
    public void Inference_drops_nothing(float dropout, float recurrentDropout)
    {
        Layer plain = LayerTester.Build(() => new LSTM(6), s_input);
        Layer dropping = LayerTester.Build(() => new LSTM(6, dropout: dropout, recurrentDropout: recurrentDropout), s_input);
        Tensor x = LayerTester.RandomInput(s_input);
        Assert.Equal(plain.Apply(x).ToArray(), dropping.Apply(x).ToArray());
        Assert.NotEqual(plain.Apply(x, training: true).ToArray(), dropping.Apply(x, training: true).ToArray());
    }

    [Theory]
    [InlineData(0.5f, 0f)]
    [InlineData(0f, 0.5f)]
    [InlineData(0.3f, 0.3f)]
    public void The_same_seed_drops_the_same_values(float dropout, float recurrentDropout)
    {
        float[] Run(long seed) => LayerTester
            .Build(() => new LSTM(6, dropout: dropout, recurrentDropout: recurrentDropout, seed: seed), s_input)
            .Apply(LayerTester.RandomInput(s_input), training: true).ToArray();

        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    [Fact]
    public void Input_values_are_dropped_at_all_steps_or_at_none()
    {
        const int Values = 64;
        var op = new SharedDropoutOp(0.25f, new RandomStream(3), [Shape.Any, 1, Shape.Any]);
        float[] y = Tape.Run(op, Tensor.Ones([2, 3, Values])).ToArray();
        for (int sample = 0; sample < 2; sample++)
        {
            float[] first = y[(sample * 3 * Values)..(sample * 3 * Values + Values)];
            Assert.All(first, value => Assert.True(value is 0f or 1f / 0.75f));
            for (int step = 1; step < 3; step++) Assert.Equal(first, y.Skip((sample * 3 + step) * Values).Take(Values));
        }

        Assert.NotEqual(y[..Values], y[(3 * Values)..(4 * Values)]);
    }

    [Fact]
    public void The_gradient_of_dropped_inputs_goes_where_the_values_went()
    {
        var op = new SharedDropoutOp(0.5f, new RandomStream(3), [Shape.Any, 1, Shape.Any]);
        Tensor x = Tensor.Ones([2, 3, 4]);
        var tape = new GradientTape();
        tape.Watch(x);
        Tensor? y = null;
        Tensor sum = tape.Record(() => Tape.Run(new WeightedSumOp(TestData.Uniform(24, seed: 1)), (y = Tape.Run(op, x)) + x));
        float[] gradient = tape.Gradient(sum, x)[0]!.ToArray();
        float[] cotangent = TestData.Uniform(24, seed: 1);
        for (int i = 0; i < 24; i++) Assert.Equal(cotangent[i] * (y!.Span[i] + 1), gradient[i], 1e-6f);
    }

    [Theory]
    [InlineData(0.5f, 0f)]
    [InlineData(0f, 0.5f)]
    [InlineData(0.5f, 0.5f)]
    public void A_training_step_that_drops_values_allocates_nothing(float dropout, float recurrentDropout) => LayerTester.CheckAllocations(
        () => new LSTM(6, dropout: dropout, recurrentDropout: recurrentDropout, returnSequences: true, seed: 1), s_input);

    // Of the kernel's values for one unit, all 1, the input takes those that are not dropped: 0 or 2 for each gate.
    [Fact]
    public void With_recurrent_dropout_each_gate_drops_inputs_of_its_own()
    {
        const int Units = 1, Samples = 64;
        var layer = new LSTM(Units, Activation.Linear, Activation.Linear, useBias: false, dropout: 0.5f, recurrentDropout: 0.5f, seed: 1);
        layer.Build([Samples, 1, 1]);
        layer.SetWeights([Tensor.Ones([1, 4]), Tensor.Zeros([1, 4])]);

        // From a cell of 0 the output is o · i · g: 8 where all three are there. With one mask for all gates half of the samples have it.
        float[] y = layer.Apply(Tensor.Ones([Samples, 1, 1]), training: true).ToArray();
        Assert.All(y, value => Assert.True(value is 0f or 8f));
        Assert.InRange(y.Count(value => value == 8f), 1, Samples / 4);
    }

    [Fact]
    public void Without_it_the_gates_share_what_is_dropped()
    {
        const int Samples = 64;
        var layer = new LSTM(1, Activation.Linear, Activation.Linear, useBias: false, dropout: 0.5f, seed: 1);
        layer.Build([Samples, 1, 1]);
        layer.SetWeights([Tensor.Ones([1, 4]), Tensor.Zeros([1, 4])]);
        float[] y = layer.Apply(Tensor.Ones([Samples, 1, 1]), training: true).ToArray();
        Assert.InRange(y.Count(value => value == 8f), Samples / 3, 2 * Samples / 3);
    }

    // From a state of 1 and a cell of 0, with nothing but the recurrent kernel, the output of a step is (m·1)³ for the masks of i, g and o.
    // The second step goes on from that output and that cell by the same masks.
    [Fact]
    public void The_state_is_dropped_by_the_same_masks_at_all_steps_and_new_ones_in_each_call()
    {
        const int Units = 1, Samples = 256;
        var layer = new LSTM(
            Units, Activation.Linear, Activation.Linear, useBias: false, recurrentDropout: 0.5f, seed: 1, returnSequences: true);
        layer.Build([Samples, 2, 1]);
        layer.SetWeights([Tensor.Zeros([1, 4]), Tensor.Ones([1, 4])]);
        Tensor x = Tensor.Zeros([Samples, 2, 1]);
        Tensor[] states = [Tensor.Ones([Samples, Units]), Tensor.Zeros([Samples, Units])];
        float[] y = layer.ApplyWithStates(x, states, training: true).Output.ToArray();
        for (int sample = 0; sample < Samples; sample++)
        {
            (float first, float second) = (y[2 * sample], y[2 * sample + 1]);

            // h = 8 and c = 4 if i, g and o are there: then h' = 16·(f·4 + 256) with f 16 or 0.
            Assert.True(first is 0f or 8f);
            Assert.True(first == 0f ? second == 0f : second is 16 * 256 or 16 * (256 + 64), $"{first}, {second}");
        }

        Assert.InRange(y.Count(value => value == 8f), 1, Samples / 4);
        Assert.NotEqual(y, layer.ApplyWithStates(x, states, training: true).Output.ToArray());
    }

    [Fact]
    public void Dropped_states_lose_their_gradient()
    {
        var layer = (RecurrentLayer)LayerTester.Build(() => new LSTM(3, recurrentDropout: 0.4f, dropout: 0.3f, seed: 5, returnSequences: true), [2, 4, 2]);
        Tensor x = LayerTester.RandomInput([2, 4, 2]);
        Tensor[] states = [LayerTester.RandomInput([2, 3]), LayerTester.RandomInput([2, 3])];

        // The same layer in double, by differences: a fresh layer of the same seed draws the same masks.
        float Value(Tensor input, Tensor state, Tensor kernel, Tensor recurrent)
        {
            var copy = new LSTM(3, recurrentDropout: 0.4f, dropout: 0.3f, seed: 5, returnSequences: true);
            copy.Build([2, 4, 2]);
            copy.SetWeights([kernel, recurrent, layer.Weights[2].Value]);
            return copy.ApplyWithStates(input, [state, states[1]], training: true).Output.Sum().Item();
        }

        Tensor kernel = layer.Weights[0].Value, recurrent = layer.Weights[1].Value;
        var tape = new GradientTape();
        tape.Watch(x);
        tape.Watch(states[0]);
        Tensor sum = tape.Record(() => layer.ApplyWithStates(x, states, training: true).Output.Sum());
        Tensor?[] gradients = tape.Gradient(sum, x, states[0], kernel, recurrent);
        Tensor[] sources = [x, states[0], kernel, recurrent];
        for (int source = 0; source < sources.Length; source++)
        {
            for (int i = 0; i < sources[source].Size; i++)
            {
                float Moved(float step)
                {
                    Tensor[] at = [.. sources.Select(tensor => tensor.Clone())];
                    at[source].Span[i] += step;
                    return Value(at[0], at[1], at[2], at[3]);
                }

                double slope = ((double)Moved(0.01f) - Moved(-0.01f)) / 0.02;
                Assert.Equal(slope, gradients[source]!.Span[i], 2e-3);
            }
        }
    }

    [Theory]
    [InlineData(0.5f, 0f)]
    [InlineData(0.2f, 0.5f)]
    [InlineData(0f, 0.5f)]
    public void Two_threads_give_the_same_bits_as_one(float dropout, float recurrentDropout) =>
        LayerTester.CheckThreads(() => new LSTM(6, dropout: dropout, recurrentDropout: recurrentDropout, seed: 1), [64, 5, 8]);
}
