using DeepSharp.Layers;
using static DeepSharp.Tests.Reference.NormalizationReference;

namespace DeepSharp.Tests.Layers.Normalization;

public class BatchNormalizationTests
{
    private const double Epsilon = 1e-3f;

    [Fact]
    public void Holds_what_every_layer_holds() => LayerTester.Check(
        () => new BatchNormalization(name: "b"), input: [2, 3, 2, 5], output: [2, 3, 2, 5], weights: 4,
        (x, w) => BatchNorm(x, w[0], w[1], 5, Epsilon));

    [Fact]
    public void Holds_it_for_rows_of_features() => LayerTester.Check(
        () => new BatchNormalization(momentum: 0.5f, epsilon: 0.01f, name: "b"), input: [6, 3], output: [6, 3], weights: 4,
        (x, w) => BatchNorm(x, w[0], w[1], 3, 0.01f));

    [Fact]
    public void Holds_it_without_scale() => LayerTester.Check(
        () => new BatchNormalization(scale: false, name: "b"), input: [4, 3], output: [4, 3], weights: 3,
        (x, w) => BatchNorm(x, null, w[0], 3, Epsilon));

    [Fact]
    public void Holds_it_without_center() => LayerTester.Check(
        () => new BatchNormalization(center: false, name: "b"), input: [4, 3], output: [4, 3], weights: 3,
        (x, w) => BatchNorm(x, w[0], null, 3, Epsilon));

    [Fact]
    public void Holds_it_without_either() => LayerTester.Check(
        () => new BatchNormalization(center: false, scale: false, name: "b"), input: [4, 3], output: [4, 3], weights: 2,
        (x, _) => BatchNorm(x, null, null, 3, Epsilon));

    [Fact]
    public void Holds_it_with_the_channels_on_another_axis() => LayerTester.Check(
        () => new BatchNormalization(axis: 1, name: "b"), input: [2, 3, 4], output: [2, 3, 4], weights: 4,
        (x, w) => Swap(BatchNorm(Swap(x, 2, 3, 4), w[0], w[1], 3, Epsilon), 2, 4, 3));

    [Fact]
    public void Training_uses_the_moments_of_the_batch_and_moves_the_statistics()
    {
        var layer = new BatchNormalization(momentum: 0.75f, epsilon: 0f);

        Tensor y = layer.Apply(Tensor.From([1, 10, 3, 30], [2, 2]), training: true);

        // Means 2 and 20, deviations 1 and 10; the statistics start at 0 and 1.
        Assert.Equal([-1, -1, 1, 1], y.ToArray());
        Assert.Equal([0.5f, 5f], layer.MovingMean!.Value.ToArray());
        Assert.Equal([0.75f + 0.25f, 0.75f + 25f], layer.MovingVariance!.Value.ToArray());
    }

    [Fact]
    public void Inference_uses_the_moving_statistics_and_changes_nothing()
    {
        BatchNormalization layer = WithStatistics();

        Tensor y = layer.Apply(Tensor.From([2, 0, 4, 1], [2, 2]));

        // gamma 3 and 1, beta 1 and 0, means 2 and -1, deviations 2 and 0.5
        Assert.Equal([1, 2, 4, 4], y.ToArray());
        Assert.Equal([2, -1], layer.MovingMean!.Value.ToArray());
        Assert.Equal([4, 0.25f], layer.MovingVariance!.Value.ToArray());
    }

    [Fact]
    public void A_frozen_layer_is_in_inference_mode_even_in_training()
    {
        BatchNormalization layer = WithStatistics();
        layer.Trainable = false;

        Assert.Equal([1, 2, 4, 4], layer.Apply(Tensor.From([2, 0, 4, 1], [2, 2]), training: true).ToArray());
        Assert.Equal([2, -1], layer.MovingMean!.Value.ToArray());
        Assert.Empty(layer.TrainableWeights);

        layer.Trainable = true;
        Assert.Equal(["gamma", "beta"], layer.TrainableWeights.Select(weight => weight.Name));
        Assert.Equal(["moving_mean", "moving_variance"], layer.NonTrainableWeights.Select(weight => weight.Name));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Gradients_in_inference_mode_are_those_of_a_fixed_scale_and_shift(bool scale, bool center)
    {
        var layer = new BatchNormalization(scale: scale, center: center);
        layer.Build([Shape.Any, 3]);
        layer.MovingMean!.Assign(Tensor.From([1, -2, 0.5f]));
        layer.MovingVariance!.Assign(Tensor.From([4, 0.5f, 0]));
        Tensor x = LayerTester.RandomInput([5, 3]);
        (double, double)[] moments = [(1, 4), (-2, 0.5), (0.5, 0)];

        GradientCheck.Run(
            () => layer.Apply(x),
            [x, .. layer.TrainableWeights.Select(weight => weight.Value)],
            at => Normalize(at[0], moments, scale ? at[1] : null, center ? at[2] : null, Epsilon));
    }

    [Fact]
    public void The_statistics_get_no_gradient()
    {
        var layer = new BatchNormalization();
        Tensor x = LayerTester.RandomInput([4, 3]);
        var tape = new GradientTape();
        layer.Build(x.Shape);
        Tensor y = tape.Record(() => layer.Apply(x, training: true));

        Tensor?[] gradients = tape.Gradient(y, layer.Weights);

        Assert.Equal([false, false, true, true], gradients.Select(gradient => gradient is null));
    }

    [Fact]
    public void Training_moves_the_statistics_towards_those_of_the_data()
    {
        var model = new Sequential(new Input([2]), new BatchNormalization(momentum: 0.5f, name: "norm"), new Dense(1));
        model.Compile("sgd", "mean_squared_error");
        Tensor x = Tensor.From([3, 10, 5, 30], [2, 2]);

        model.Fit(x, Tensor.Zeros([2, 1]), epochs: 30, verbose: Verbosity.Silent);

        Layer norm = model.GetLayer("norm");
        TestData.AssertClose([4, 20], norm.Weights[2].Value.Span, 1e-4, 0, "moving mean");
        TestData.AssertClose([1, 100], norm.Weights[3].Value.Span, 1e-3, 0, "moving variance");
    }

    [Fact]
    public void A_batch_of_no_samples_moves_nothing()
    {
        var layer = new BatchNormalization();
        layer.Build([Shape.Any, 2]);
        Assert.Equal([0, 2], layer.Apply(Tensor.Zeros([0, 2]), training: true).Shape);
        Assert.Equal([0, 0], layer.MovingMean!.Value.ToArray());
        Assert.Equal([1, 1], layer.MovingVariance!.Value.ToArray());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void The_inference_form_is_what_inference_computes(bool scale, bool center)
    {
        var layer = new BatchNormalization(scale: scale, center: center);
        layer.Build([Shape.Any, 4]);
        layer.SetWeights([.. layer.Weights.Select((_, i) => Tensor.From(TestData.Uniform(4, i, 0.5f, 2)))]);
        Tensor x = LayerTester.RandomInput([3, 4]);
        float[] factors = new float[4], offsets = new float[4];

        layer.InferenceForm([], factors, offsets);

        Tensor y = layer.Apply(x);
        for (int i = 0; i < y.Size; i++) Assert.Equal(x.Span[i] * factors[i % 4] + offsets[i % 4], y.Span[i], 1e-6f);
    }

    [Theory]
    [InlineData(1e6f)]
    [InlineData(1.7e9f)]
    public void A_large_constant_column_is_beta(float value)
    {
        var layer = new BatchNormalization(
            momentum: 0, betaInitializer: Initializer.Constant(0.5), gammaInitializer: Initializer.Constant(3));
        Tensor x = Tensor.Full([24, 5], value);

        Tensor trained = layer.Apply(x, training: true), inferred = layer.Apply(x);

        Assert.All(trained.ToArray(), result => Assert.Equal(0.5f, result));
        Assert.All(inferred.ToArray(), result => Assert.Equal(0.5f, result));
    }

    [Fact]
    public void The_inference_form_needs_weights()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new BatchNormalization(name: "b").InferenceForm([], [], []));
        Assert.StartsWith("BatchNormalization 'b': expected a layer that is built.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_have_the_order_and_the_first_values_of_Keras()
    {
        var layer = new BatchNormalization(name: "b");
        layer.Build([Shape.Any, 8, 8, 2]);
        Assert.Equal(
            ["b/gamma (2,)", "b/beta (2,)", "b/moving_mean (2,)", "b/moving_variance (2,)"],
            layer.Weights.Select(weight => weight.ToString()));
        Assert.Equal([1, 1, 0, 0, 0, 0, 1, 1], layer.Weights.SelectMany(weight => weight.Value.ToArray()));
    }

    [Fact]
    public void Options_are_readable_and_survive_the_config()
    {
        var layer = new BatchNormalization(
            1, 0.9f, 1e-5f, center: false, scale: true, betaInitializer: Initializer.Ones, gammaInitializer: Initializer.Zeros,
            movingMeanInitializer: Initializer.Ones, movingVarianceInitializer: Initializer.Zeros, name: "b", inputShape: [3, 4]);

        foreach (BatchNormalization copy in (BatchNormalization[])[layer, (BatchNormalization)Layer.FromConfig(layer.ToConfig())])
        {
            Assert.Equal((1, 0.9, 1e-5f, false, true), (copy.Axis, copy.Momentum, copy.Epsilon, copy.Center, copy.Scale));
            Assert.Equal((Initializer.Ones, Initializer.Zeros), (copy.BetaInitializer, copy.GammaInitializer));
            Assert.Equal((Initializer.Ones, Initializer.Zeros), (copy.MovingMeanInitializer, copy.MovingVarianceInitializer));
        }
    }

    [Fact]
    public void Arguments_that_make_no_sense_are_refused()
    {
        var momentum = Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization(momentum: 1.5f, name: "b"));
        Assert.StartsWith("BatchNormalization 'b': expected momentum from 0 to 1 but got 1.5.", momentum.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization(momentum: float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization(epsilon: -1f));
    }

    // 1 - 0.99 is subtracted before it is rounded, as in Keras.
    [Fact]
    public void Statistics_move_by_a_hundredth_to_the_bit()
    {
        var layer = new BatchNormalization();
        layer.Apply(Tensor.Ones([2, 3]), training: true);
        Assert.Equal(0.01f, layer.MovingMean!.Value[0]);
        Assert.Equal(0.99f, layer.MovingVariance!.Value[0]);
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused()
    {
        Check(new BatchNormalization(name: "b"), [7], "rank 2 or more (batch, ..., channels) but got (7,). Add an axis");
        Check(new BatchNormalization(axis: 0, name: "b"), [7, 2], "expected axis to be that of the channels but got 0, the batch axis");
        Check(new BatchNormalization(axis: 2, name: "b"), [7, 2], "Shape (7, 2): expected an axis from -2 to 1 but got 2.");
        Check(new BatchNormalization(name: "b"), [7, Shape.Any], "expected an input with a known number of channels on axis -1");

        var built = new BatchNormalization(name: "b");
        built.Build([Shape.Any, 4, 3]);
        Assert.Equal([2, 3], built.Apply(Tensor.Zeros([2, 3])).Shape);
        var exception = Assert.Throws<ShapeException>(() => built.Apply(Tensor.Zeros([2, 4, 5])));
        Assert.Equal(
            "BatchNormalization 'b': was built for 3 channels on axis -1, but got an input of shape (2, 4, 5).", exception.Message);

        var first = new BatchNormalization(axis: 1, name: "b");
        first.Build([Shape.Any, 3, 4]);
        exception = Assert.Throws<ShapeException>(() => first.Apply(Tensor.Zeros([2, 3, 4, 4])));
        Assert.Equal(
            "BatchNormalization 'b': was built for inputs of rank 3, such as (None, 3, 4), but got (2, 3, 4, 4).", exception.Message);
    }

    private static void Check(Layer layer, Shape input, string expected)
    {
        var exception = Assert.Throws<ShapeException>(() => layer.Build(input));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    private static BatchNormalization WithStatistics()
    {
        var layer = new BatchNormalization(epsilon: 0f);
        layer.Build([Shape.Any, 2]);
        layer.SetWeights([Tensor.From([3, 1]), Tensor.From([1, 0]), Tensor.From([2, -1]), Tensor.From([4, 0.25f])]);
        return layer;
    }

    // (outer, rows, columns) to (outer, columns, rows)
    private static double[] Swap(double[] x, int outer, int rows, int columns) =>
        [.. from o in Enumerable.Range(0, outer)
            from c in Enumerable.Range(0, columns)
            from r in Enumerable.Range(0, rows)
            select x[(o * rows + r) * columns + c]];
}
