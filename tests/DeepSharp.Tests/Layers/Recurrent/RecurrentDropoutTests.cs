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

    [Fact]
    public void A_training_step_that_drops_inputs_allocates_nothing() =>
        LayerTester.CheckAllocations(() => new LSTM(6, dropout: 0.5f, seed: 1), s_input);

    [Theory]
    [InlineData(0.5f, 0f)]
    [InlineData(0.2f, 0.5f)]
    public void Two_threads_give_the_same_bits_as_one(float dropout, float recurrentDropout) =>
        LayerTester.CheckThreads(() => new LSTM(6, dropout: dropout, recurrentDropout: recurrentDropout, seed: 1), [64, 5, 8]);
}
