using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Configuration;

/// <summary>Wherever a program writes a number, 0.1 does: that this file compiles is a part of the test.</summary>
public class DoublesEverywhereTests
{
    [Fact]
    public void A_learning_rate_is_set_and_read_as_it_is_written()
    {
        var optimizer = new Adam();
        optimizer.LearningRate = 0.003;
        Assert.Equal("Adam 0.003", $"{optimizer.ClassName} {optimizer.LearningRate}");
        optimizer.LearningRate *= 0.1;
        Assert.Equal(0.0003, optimizer.LearningRate);
        optimizer.LearningRate = 0.002f;
        Assert.Equal(0.002, optimizer.LearningRate);
    }

    [Fact]
    public void A_learning_rate_is_rounded_to_a_float()
    {
        Assert.Equal(0.33333334, new SGD(1 / 3.0).LearningRate);
        Assert.Equal(0, new SGD(1e-50).LearningRate);
    }

    [Fact]
    public void Options_are_set_and_read_as_they_are_written()
    {
        OptimizerOptions options = new OptimizerOptions(weightDecay: 0.004) with { ClipNorm = 0.7, EmaMomentum = 0.9 };
        Assert.Equal((0.004, 0.7, 0.9), (options.WeightDecay, options.ClipNorm, options.EmaMomentum));
        Assert.Equal(options, options with { ClipNorm = 0.7f });
        Assert.Equal(0.33333334, new OptimizerOptions(clipValue: 1 / 3.0).ClipValue);
    }

    [Fact]
    public void A_schedule_gives_and_takes_doubles()
    {
        Assert.Equal(0.05, new ExponentialDecay(0.1, decaySteps: 10, decayRate: 0.5).At(10));
        Assert.Equal([0.1, 0.01], new PiecewiseConstantDecay([5], [0.1, 0.01]).Values);
        Assert.Equal([0.1, 0.01], new PiecewiseConstantDecay([5], [0.1f, 0.01f]).Values);
        var optimizer = new SGD(new Shrinking());
        Assert.Equal(0.1, optimizer.LearningRate);
        var weight = new Variable(Tensor.From([1.0]), "w");
        optimizer.Apply([weight], [Tensor.From([1.0])]);
        Assert.Equal((0.9f, 0.09), (weight.Value.Item(), optimizer.LearningRate));
    }

    [Fact]
    public void A_scheduler_gets_and_gives_the_rate_as_it_is_written()
    {
        var seen = new List<double>();
        Train(callbacks: [new LearningRateScheduler((epoch, rate) =>
        {
            seen.Add(rate);
            return rate * 0.5;
        })]);
        Assert.Equal([0.1, 0.05], seen);
    }

    [Fact]
    public void Callbacks_take_doubles()
    {
        Train(callbacks:
        [
            new EarlyStopping("loss", minDelta: 1e-3, baseline: 0.5), new ReduceLROnPlateau("loss", factor: 0.2, minLearningRate: 1e-5),
            new LambdaCallback(onEpochEnd: (_, logs) => logs["twice"] = logs["loss"] * 2.0),
        ]);
    }

    [Fact]
    public void Class_weights_are_written_in_any_of_these_ways()
    {
        IReadOnlyDictionary<int, double> pairs = new Dictionary<int, double> { [0] = 1, [1] = 9.5 };
        double[] losses =
        [
            Train(classWeight: new() { [0] = 1, [1] = 9.5 }), Train(classWeight: new Dictionary<int, double> { [0] = 1, [1] = 9.5 }),
            Train(classWeight: new Dictionary<int, float> { [0] = 1, [1] = 9.5f }), Train(classWeight: [new(0, 1), new(1, 9.5)]),
            Train(classWeight: [.. pairs]), Train(classWeight: new() { [1] = 9.5 }),
        ];
        Assert.Single(losses.Distinct());
        Assert.NotEqual(Train(classWeight: null), losses[0]);
    }

    [Fact]
    public void Class_weights_are_read_as_they_are_written()
    {
        ClassWeight weights = new() { [1] = 9.5, [2] = 0.1 };
        Assert.Equal((1, 9.5, 0.1), (weights[0], weights[1], weights[2]));
        Assert.Equal([KeyValuePair.Create(1, 9.5), KeyValuePair.Create(2, 0.1)], weights);
        Assert.Null((ClassWeight?)(Dictionary<int, double>?)null);
        Assert.Equal(
            "classWeight: expected the weight of class 3 to be a finite number but got NaN. (Parameter 'classWeight')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ClassWeight { [3] = double.NaN }).Message);
    }

    [Fact]
    public void Weights_of_samples_and_of_losses_are_doubles()
    {
        double half = Train(lossWeights: 0.5);
        Assert.Equal(half, Train(lossWeights: [0.5]));
        Assert.Equal(half, Train(lossWeights: new[] { 0.5 }));
        Assert.Equal(half, Train(lossWeights: new Dictionary<string, double> { ["out"] = 0.5 }));
        Assert.Equal(half, Train(sampleWeight: new[] { 0.5, 0.5 }));
        LossWeights read = [1, 0.2];
        Assert.Equal([1, 0.2], read);
    }

    [Fact]
    public void Tensors_and_their_functions_take_doubles()
    {
        Tensor x = Tensor.From([0.1, -0.2]);
        Assert.Equal([0.5f, 0.5f], Tensor.Full([2], 0.5).ToArray());
        Assert.Equal(0.1f, Tensor.Scalar(0.1).Item());
        Assert.Equal([0.1f, -0.15f], DeepSharp.Ops.Clip(x, -0.15, 0.15).ToArray());
        Assert.Equal([0f, 1f], x.Less(0.05).ToArray());
        Assert.Equal((x * 0.1f + 1f).ToArray(), (0.1 * x + 1.0).ToArray());
        Assert.Equal(DeepSharp.Ops.LeakyReLU(x, 0.1f).ToArray(), DeepSharp.Ops.LeakyReLU(x, 0.1).ToArray());
        Assert.Equal([Shape.Any, 2], ((0.5 * new Input([2]) + 0.1) / 2.0 - 1.5).Shape.ToArray());
    }

    [Fact]
    public void Numbers_are_drawn_between_doubles()
    {
        float[] values = new float[4], same = new float[4];
        new RandomStream(1).FillUniform(values, -0.1, 0.1);
        new RandomStream(1).FillUniform(same, -0.1f, 0.1f);
        Assert.Equal(values, same);
        new RandomStream(1).FillNormal(values, mean: 0.5, standardDeviation: 0.1);
        new RandomStream(1).FillBernoulli(values, 0.25, 1 / 0.25);
    }

    [Fact]
    public void A_slot_of_an_optimizer_of_ones_own_begins_with_a_double()
    {
        var optimizer = new Keeping();
        var weight = new Variable(Tensor.From([1.0]), "w");
        optimizer.Build([weight]);
        Assert.Equal(0.1f, optimizer.SlotsOf(weight)[0].Value.Item());
    }

    private static double Train(
        ClassWeight? classWeight = null, LossWeights? lossWeights = null, DataGroup? sampleWeight = null, Callback[]? callbacks = null)
    {
        var model = new Sequential(new Dense(1, kernelInitializer: "ones", inputShape: [1], name: "out"));
        model.Compile(new SGD(0.1), "mse", lossWeights: lossWeights);
        double[] x = [1, 3], y = [0, 1];
        return model.Fit(
            x, y, epochs: 2, verbose: Verbosity.Silent, shuffle: false, classWeight: classWeight, sampleWeight: sampleWeight,
            callbacks: callbacks)["loss"][0];
    }

    private sealed record Shrinking : LearningRateSchedule
    {
        public override double At(long step) => 0.1 * Math.Pow(0.9, step);
    }

    private sealed class Keeping() : Optimizer(0.1, "kept")
    {
        protected override double InitialSlotValue(int slot) => 0.1;

        protected override void Update(Span<float> weight, ReadOnlySpan<float> gradient, Slots slots, OptimizerStep step)
        {
        }
    }
}
