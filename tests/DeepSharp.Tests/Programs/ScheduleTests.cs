using DeepSharp;
using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace Programs;

/// <summary>The rates that Keras's pages on schedules show: by the step, by the epoch, and when the loss stays.</summary>
public class ScheduleTests
{
    private static readonly Tensor s_x = Tensor.RandomNormal([256, 4], seed: 1);
    private static readonly Tensor s_y = Ops.Sum(s_x, axis: 1);

    [Fact]
    public void A_rate_that_falls_by_the_step_ends_nearer_than_one_that_stays()
    {
        var lrSchedule = new ExponentialDecay(0.2, decaySteps: 16, decayRate: 0.7, staircase: true);
        double falling = LossAfter(new SGD(learningRate: lrSchedule)), staying = LossAfter(new SGD(learningRate: 0.2));
        Assert.True(falling < 0.1 && falling < 0.7 * staying, $"falling {falling}, staying {staying}");

        var warm = new CosineDecay(0.0, decaySteps: 118, warmupTarget: 0.1, warmupSteps: 10);
        double cosine = LossAfter(new SGD(learningRate: warm));
        Assert.True(cosine < 0.05, $"cosine {cosine}");
        Assert.Equal([0, 0.05, 0.1, 0], new[] { 0, 5, 10, 128 }.Select(step => Math.Round(warm.At(step), 5)));
    }

    [Fact]
    public void A_function_sets_the_rate_of_each_epoch()
    {
        double Scheduler(int epoch, double lr) => epoch < 10 ? lr : lr * Math.Exp(-0.1);

        var model = new Sequential([new Dense(10)]);
        model.Compile(new SGD(learningRate: 0.01), loss: "mse");
        Assert.Equal(0.01, Math.Round(model.Optimizer!.LearningRate, 5));
        var callback = new LearningRateScheduler(Scheduler);
        // Keras's page has np.zeros(5) for ten outputs: targets of another shape are refused here.
        var history = model.Fit(
            Tensor.Range(0, 100).Reshape(5, 20) / 100, Tensor.Zeros(5, 10), epochs: 15, callbacks: [callback], verbose: 0);
        Assert.Equal(0.00607, Math.Round(model.Optimizer.LearningRate, 5));
        Assert.True(history["loss"][^1] < history["loss"][0]);
    }

    [Fact]
    public void A_loss_that_stays_lowers_the_rate()
    {
        var model = new Sequential([new Dense(1)]);
        model.Compile(new SGD(learningRate: 0.2), loss: "mse");
        var reduceLr = new ReduceLROnPlateau(monitor: "val_loss", factor: 0.2, patience: 2, minLearningRate: 0.001);   // min_lr
        var history = model.Fit(s_x, s_y, epochs: 30, validationSplit: 0.2, callbacks: [reduceLr], verbose: 0);
        Assert.Equal(0.2, history["learning_rate"][0], 1e-6);
        Assert.Equal(0.001, history["learning_rate"][^1], 1e-6);
        Assert.True(history["val_loss"][^1] < 1e-6, $"val_loss {history["val_loss"][^1]}");
    }

    // A line with noise on its targets: a high rate jumps around the best weights, a low one comes near.
    private static double LossAfter(Optimizer optimizer)
    {
        Utils.SetRandomSeed(812);
        var model = new Sequential([new Dense(1)]);
        model.Compile(optimizer: optimizer, loss: "mse");
        model.Fit(s_x, s_y + Tensor.RandomNormal([256], stddev: 1, seed: 2), batchSize: 8, epochs: 4, verbose: 0);
        return model.Evaluate(s_x, s_y, verbose: 0).Loss;
    }
}
