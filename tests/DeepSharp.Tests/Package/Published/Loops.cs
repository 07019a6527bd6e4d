using DeepSharp;
using DeepSharp.Layers;

namespace Published;

/// <summary>Steps, losses and custom loops.</summary>
internal static class Loops
{
    public static void Run(TextWriter output)
    {
        Tensor x = EveryArea.Ramp([8, 4]), y = x.Mean(axis: 1, keepDims: true);
        var model = new Robust();
        model.Compile("sgd", "mse");
        for (int i = 0; i < 3; i++) output.WriteLine($"step {i}: {model.TrainOnBatch(x, y)}");
        output.WriteLine($"test: {model.TestOnBatch(x, y)}; {EveryArea.Text(model.PredictOnBatch(x))}");

        var own = new Sequential(new Dense(3, activation: new Cube(), inputShape: [4]), new Dense(1));
        own.Compile(new Signs(0.01), new Quartic(), [new Bias(), Metric.MeanAbsoluteError()]);
        output.WriteLine(own.Fit(x, y, epochs: 4, batchSize: 4, verbose: Verbosity.Silent, shuffle: false).ToCsv().Trim());
        using var stream = new MemoryStream();
        own.Save(stream);
        stream.Position = 0;
        output.WriteLine(EveryArea.Text(Model.Load(stream).Predict(x)));

        Loss loss = "mse";
        Optimizer optimizer = new SGD(new Halves(), momentum: 0.9);
        var tape = new GradientTape(workspace: new Workspace());
        for (int i = 0; i < 3; i++)
        {
            Tensor value = tape.Record(() => optimizer.ScaleLoss(loss.Apply(y, own.Apply(x, training: true))));
            optimizer.Apply(own.TrainableWeights, tape.Gradient(value, own.TrainableWeights));
            output.WriteLine($"tape {i}: {value.Item():F5} at {optimizer.LearningRate:F5}");
        }
    }

    private sealed class Robust : Model
    {
        private readonly Dense _dense;
        private readonly Metric _error;

        public Robust() => (_dense, _error) = (AddLayer(new Dense(1)), AddMetric(Metric.MeanAbsoluteError("error")));

        protected override Tensor Call(Tensor input, bool training) => _dense.Apply(input, training);

        protected override Tensor ComputeLoss(TrainingStep step, ReadOnlySpan<Tensor> outputs) =>
            step.ComputeLoss(outputs) + 0.1 * Loss.Huber().Apply(step.Y, outputs[0]);

        protected override void ComputeMetrics(TrainingStep step, ReadOnlySpan<Tensor> outputs)
        {
            base.ComputeMetrics(step, outputs);
            _error.Update(step.Y, outputs[0]);
        }
    }
}
