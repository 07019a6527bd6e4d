using DeepSharp.Layers;

namespace DeepSharp.Tests.Metrics;

public class OwnMetricTests
{
    [Fact]
    public void A_vector_of_targets_is_not_broadcast_against_a_column_of_predictions()
    {
        var model = new Sequential([new Dense(1, kernelInitializer: "zeros")], "m", new Input([2]));
        var metric = new LargestError();
        model.Compile(new SGD(0), "mse", [metric]);
        model.Fit(Tensor.Ones([3, 2]), new[] { 1f, 2f, 3f }, verbose: Verbosity.Silent);
        Assert.Equal("(3, 1)", metric.Seen);
        Assert.Equal(3, metric.Result);
    }

    [Fact]
    public void One_object_for_two_outputs_is_refused_by_name()
    {
        var input = new Input([2]);
        var model = new Model([input], [new Dense(1, name: "a").Apply(input), new Dense(1, name: "b").Apply(input)]);
        Metric shared = Metric.MeanAbsoluteError(name: "error");
        var exception = Assert.Throws<ArgumentException>(() => model.Compile("sgd", "mse", [[shared], [shared]]));
        Assert.StartsWith(
            "Compile: expected a metric object of its own in every place, but 'error' (", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Compile("sgd", "mse", [[shared], []], weightedMetrics: [[], [shared]]));
        model.Compile("sgd", "mse", [["mae"], ["mae"]]);
    }

    private sealed class LargestError() : Metric("largest_error")
    {
        private float _largest;

        public string Seen { get; private set; } = "";

        public override double Result => _largest;

        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
        {
            Seen = $"{target.Shape}";
            _largest = Math.Max(_largest, (target - prediction).Abs().Max().Item());
        }

        public override void Reset() => _largest = 0;

        protected override void KeepState(MetricState state) => state.Keep(ref _largest);
    }
}
