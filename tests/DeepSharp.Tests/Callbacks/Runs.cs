using DeepSharp.Tests.Models;

namespace DeepSharp.Tests.Callbacks;

/// <summary>
/// Trainings for the tests of callbacks: one weight w, x = 1 and y = 0, so that the loss of an epoch is w² at its beginning.
/// </summary>
internal static class Runs
{
    /// <summary>Sets the weight before each epoch, so that the losses are known.</summary>
    public static (Model Model, History History, string Printed) Fit(Callback callback, params float[] weights)
    {
        Sequential model = SmallModels.Factor();
        model.Compile(new SGD(0f), "mse", ["mae"]);
        var output = new StringWriter { NewLine = "\n" };
        callback.Output = output;
        var script = new DeepSharp.Callbacks.LambdaCallback(onEpochBegin: epoch => model.Weights[0].Value.Span[0] = weights[epoch]);
        History history = model.Fit(
            Tensor.Ones([1, 1]), Tensor.Zeros([1, 1]), epochs: weights.Length, verbose: Verbosity.Silent, callbacks: [script, callback]);
        return (model, history, output.ToString());
    }

    /// <summary>
    /// The same for a value that may be no number: after each epoch, <c>nan_or_w</c> is the number that its weight was set to. Its metric
    /// does not say which way is better.
    /// </summary>
    public static (Model Model, History History) FitReporting(Callback callback, params float[] weights)
    {
        Sequential model = SmallModels.Factor();
        var metric = new Given("nan_or_w");
        model.Compile(new SGD(0f), "mse", [metric]);
        void Set(float weight) => model.Weights[0].Value.Span[0] = weight;
        var script = new DeepSharp.Callbacks.LambdaCallback(onTrainBatchBegin: _ => Set(0f), onTrainBatchEnd: (_, _) =>
        {
            metric.Value = weights[metric.Epoch++];
            Set((float)metric.Value);
        });
        History history = model.Fit(
            Tensor.Ones([1, 1]), Tensor.Zeros([1, 1]), epochs: weights.Length, verbose: Verbosity.Silent, callbacks: [script, callback]);
        return (model, history);
    }

    /// <summary>A metric that gives what it was given last.</summary>
    public sealed class Given(string name, bool? largerIsBetter = null) : Metric(name)
    {
        public int Epoch { get; set; }

        public double Value { get; set; }

        public override double Result => Value;

        public override bool? LargerIsBetter => largerIsBetter;

        public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
        {
        }

        public override void Reset()
        {
        }
    }
}
