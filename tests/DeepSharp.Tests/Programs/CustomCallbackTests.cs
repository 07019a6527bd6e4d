using DeepSharp;
using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace Programs;

/// <summary>Keras's guide "Writing your own callbacks": what is called when, early stopping, and a rate for each epoch.</summary>
public class CustomCallbackTests
{
    [Fact]
    public void Stops_at_the_least_loss_and_gives_its_weights_back()
    {
        Utils.SetRandomSeed(812);
        var (x, y) = Data();
        var model = GetModel();
        var stopping = new EarlyStoppingAtMinLoss(patience: 2);
        var history = model.Fit(x, y, batchSize: 64, stepsPerEpoch: 4, epochs: 60, verbose: 0, callbacks: [stopping]);

        Assert.True(stopping.StoppedEpoch > 0 && history.Epochs.Count == stopping.StoppedEpoch + 1);
        Assert.Equal(history["loss"].Min(), history["loss"][^3]);
        Assert.True(history["loss"].Min() < 0.05 * history["loss"][0], $"{history["loss"][0]} to {history["loss"].Min()}");
        Assert.Equal(stopping.BestWeights[0].ToArray(), model.GetWeights()[0].ToArray());
    }

    [Fact]
    public void Sets_the_rate_of_each_epoch()
    {
        var (x, y) = Data();
        var model = GetModel();
        double LrSchedule(int epoch, double lr) => epoch switch { 3 => 0.05, 6 => 0.01, _ => lr };
        var rates = new List<double>();
        model.Fit(x, y, epochs: 8, verbose: 0, callbacks:
        [
            new CustomLearningRateScheduler(LrSchedule),
            new LambdaCallback(onEpochEnd: (epoch, logs) => rates.Add(model.Optimizer!.LearningRate)),
        ]);
        Assert.Equal([0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.01, 0.01], rates);
    }

    private static (Tensor X, Tensor Y) Data()
    {
        Tensor x = Tensor.RandomUniform([256, 8], seed: 1);
        return (x, Ops.Sum(x, axis: 1, keepDims: true) + 0.02 * Tensor.RandomNormal([256, 1], seed: 2));
    }

    private static Sequential GetModel()
    {
        var model = new Sequential();
        model.Add(new Dense(1));
        model.Compile(optimizer: new RMSprop(learningRate: 0.1), loss: "mean_squared_error", metrics: ["mean_absolute_error"]);
        return model;
    }

    private sealed class EarlyStoppingAtMinLoss(int patience = 0) : Callback
    {
        private int _wait;
        private double _best;

        public Tensor[] BestWeights { get; private set; } = [];

        public int StoppedEpoch { get; private set; }

        public override void OnTrainBegin() => (_wait, StoppedEpoch, _best) = (0, 0, double.PositiveInfinity);   // no logs: Keras's are empty

        public override void OnEpochEnd(int epoch, Logs logs)
        {
            double current = logs["loss"];                   // logs.get("loss")
            if (current < _best)
            {
                (_best, _wait, BestWeights) = (current, 0, Model.GetWeights());
            }
            else if (++_wait >= patience)
            {
                StoppedEpoch = epoch;
                Model.StopTraining = true;
                Model.SetWeights(BestWeights);
            }
        }
    }

    private sealed class CustomLearningRateScheduler(Func<int, double, double> schedule) : Callback
    {
        public override void OnEpochBegin(int epoch) =>
            Model.Optimizer!.LearningRate = schedule(epoch, Model.Optimizer.LearningRate);
    }
}
