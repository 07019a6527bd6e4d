using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Normalization;

/// <summary>Batch normalization with <c>renorm</c>.</summary>
public class BatchRenormalizationTests
{
    private const double Epsilon = 1e-3f;
    private static readonly RenormClipping s_limits = new(RMax: 2, RMin: 0.5, DMax: 0.3);

    [Fact]
    public void Holds_what_every_layer_holds()
    {
        static Layer Create() => new BatchNormalization(renorm: true, renormClipping: s_limits, momentum: 0.9, renormMomentum: 0.8, name: "b");
        LayerTester.CheckShapes(Create, [4, 3], [4, 3], weights: 7, training: true);
        LayerTester.CheckConfig(Create);
        LayerTester.CheckThreads(Create, [64, 3]);
        LayerTester.CheckAllocations(Create, [8, 3]);
    }

    [Fact]
    public void Output_and_gradients_are_those_of_the_definition_with_r_and_d_as_constants()
    {
        var layer = (BatchNormalization)LayerTester.Build(() => new BatchNormalization(renorm: true, renormClipping: s_limits), [4, 2]);
        Set(layer, [1, 1], [0.1f, -0.2f], [0.5f, 1.5f]);
        Tensor x = LayerTester.RandomInput([4, 2]);
        double[] values = [.. x.ToArray().Select(value => (double)value)];
        (double R, double D)[] corrections = [Correct(values, 0, 0.1f, 0.5f), Correct(values, 1, -0.2f, 1.5f)];
        GradientCheck.Run(
            () =>
            {
                Set(layer, [1, 1], [0.1f, -0.2f], [0.5f, 1.5f]);
                return layer.Apply(x, training: true);
            },
            [x, layer.Gamma!.Value, layer.Beta!.Value], at => Reference(at[0], at[1], at[2], corrections));
    }

    [Fact]
    public void Statistics_move_as_in_Keras()
    {
        var layer = new BatchNormalization(renorm: true, momentum: 0.9, renormMomentum: 0.8, epsilon: 0.01);
        layer.Build([2, 1]);
        Assert.Equal(
            ["gamma", "beta", "moving_mean", "moving_variance", "moving_stddev", "renorm_mean", "renorm_stddev"],
            layer.Weights.Select(weight => weight.Name));
        layer.Apply(Tensor.From([1, 3], [2, 1]), training: true);

        // Mean 2, deviation √1.01.
        double deviation = Math.Sqrt(1 + 0.01f), moving = 0.9 + 0.1 * deviation;
        double[] want = [0.2, moving * moving - 0.01, moving, 0.4, 0.8 + 0.2 * deviation];
        TestData.AssertClose(want, [.. layer.Weights.Skip(2).Select(weight => weight.Value[0])], 1e-6, 1e-6, "statistics");
    }

    [Fact]
    public void Training_in_a_model_moves_them_too()
    {
        var layer = new BatchNormalization(renorm: true, momentum: 0.5);
        var model = new Sequential(new Input([2]), layer, new Dense(1));
        model.Compile("sgd", "mse");
        model.TrainOnBatch(LayerTester.RandomInput([8, 2]) + 3f, Tensor.Ones([8, 1]));
        Assert.All(layer.Weights.Skip(2), weight => Assert.NotEqual(weight.Name.EndsWith("mean", StringComparison.Ordinal) ? 0f : 1f, weight.Value[0]));
    }

    [Fact]
    public void Its_statistics_are_there_by_name()
    {
        var layer = new BatchNormalization(renorm: true);
        Assert.Null(layer.MovingStddev);
        layer.Build([1, 2]);
        Assert.Equal(layer.Weights.Skip(4), [layer.MovingStddev!, layer.RenormMean!, layer.RenormStddev!]);
        var plain = new BatchNormalization();
        plain.Build([1, 2]);
        Assert.Null(plain.RenormMean);
    }

    [Fact]
    public void Options_are_written_and_limits_checked()
    {
        string config = new BatchNormalization(renorm: true, renormClipping: s_limits, synchronized: true).ToConfig().ToJsonString();
        Assert.Contains("\"synchronized\":true,\"renorm\":true,\"renorm_clipping\":{\"rmax\":2,\"rmin\":0.5,\"dmax\":0.3}", config, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RenormClipping(RMax: 1, RMin: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RenormClipping(DMax: -1));
    }

    private static void Set(BatchNormalization layer, float[] moving, float[] mean, float[] deviation)
    {
        layer.Weights[^3].Assign(Tensor.From(moving, [2]));
        layer.Weights[^2].Assign(Tensor.From(mean, [2]));
        layer.Weights[^1].Assign(Tensor.From(deviation, [2]));
    }

    private static (double R, double D) Correct(double[] x, int channel, double mean, double deviation)
    {
        (double batchMean, double batchDeviation) = Moments(x, channel);
        return (Math.Clamp(batchDeviation / deviation, 0.5, 2), Math.Clamp((batchMean - mean) / deviation, -0.3f, 0.3f));
    }

    private static (double Mean, double Deviation) Moments(double[] x, int channel)
    {
        double[] values = [.. x.Where((_, i) => i % 2 == channel)];
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean)) + Epsilon));
    }

    private static double[] Reference(double[] x, double[] gamma, double[] beta, (double R, double D)[] corrections) => [.. x.Select((value, i) =>
    {
        (double mean, double deviation) = Moments(x, i % 2);
        return ((value - mean) / deviation * corrections[i % 2].R + corrections[i % 2].D) * gamma[i % 2] + beta[i % 2];
    })];
}
