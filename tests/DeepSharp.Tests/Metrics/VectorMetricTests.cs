using DeepSharp.Layers;

namespace DeepSharp.Tests.Metrics;

/// <summary>Metrics whose result is several values: logs and the history have them beside their mean.</summary>
public class VectorMetricTests
{
    private static readonly Tensor s_x = Tensor.RandomUniform([12, 4], seed: 1), s_y = Tensor.OneHot([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2], 3);

    [Fact]
    public void Logs_and_history_have_the_values_and_their_mean()
    {
        Model model = Compiled(Metric.F1Score(), Metric.Precision(new double[] { 0.2, 0.4 }), Metric.F1Score(FScoreAverage.Macro, name: "macro"));
        History history = model.Fit(s_x, s_y, batchSize: 5, epochs: 2, validationData: (s_x, s_y), verbose: 0);
        Assert.Equal(2, history.Vectors["f1_score"].Count);
        Assert.Equal(3, history.Vectors["val_f1_score"][^1].Count);
        Assert.Equal(2, history.Vectors["precision"][0].Count);
        Assert.Equal(history["val_f1_score"][^1], history.Vectors["val_f1_score"][^1].Average(), 1e-12);
        Assert.DoesNotContain("macro", history.Vectors.Keys);

        Logs logs = model.Evaluate(s_x, s_y, verbose: 0);
        Assert.Equal(history.Vectors["val_f1_score"][^1], logs.Vectors["f1_score"]);
        Assert.Equal(logs["macro"], logs["f1_score"], 1e-12);
        Assert.Throws<KeyNotFoundException>(() => logs.Vectors["loss"]);
    }

    [Fact]
    public void A_training_step_with_all_metrics_allocates_nothing()
    {
        string[] names =
        [
            .. MetricTable.Strings.Names.Where(name => name == name.ToLowerInvariant()
                && name is not ("acc" or "ce" or "mse" or "mae" or "bce" or "mape" or "msle")
                && !name.StartsWith("sparse", StringComparison.Ordinal)),
        ];
        Model model = Compiled(
        [
            .. names.Select(name => (Metric)name), Metric.AUC(curve: AUCCurve.PR, multiLabel: true, name: "labels"),
            Metric.Precision(new double[] { 0.3, 0.7 }, topK: 2, name: "best"), Metric.OneHotMeanIoU(3), Metric.RecallAtPrecision(0.5),
        ]);
        AllocationAssert.Zero(() => model.TrainOnBatch(s_x, s_y), repeats: 20);
    }

    private static Model Compiled(params Metric[] metrics)
    {
        var model = new Sequential([new Input([4]), new Dense(3, activation: "softmax")]);
        model.Compile(new SGD(1e-3), "categorical_crossentropy", MetricSet.From(metrics));
        return model;
    }
}
