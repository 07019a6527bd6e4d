using System.Globalization;

namespace DeepSharp.Callbacks;

/// <summary>Sets the learning rate before each epoch. Logs have the rate that an epoch ran with, as <c>learning_rate</c>.</summary>
/// <remarks>A rate that follows the steps is a schedule of the optimizer's: <c>new Adam(new CosineDecay(...))</c>.</remarks>
/// <param name="schedule">From the epoch, counted from 0, and the rate so far to the rate of the epoch.</param>
/// <param name="verbose">1 to print a line before each epoch.</param>
/// <exception cref="ArgumentNullException">There is no function.</exception>
/// <example><code>new LearningRateScheduler((epoch, rate) =&gt; epoch &lt; 10 ? rate : rate * 0.9)</code></example>
public sealed class LearningRateScheduler(Func<int, double, double> schedule, int verbose = 0) : Callback
{
    private readonly Func<int, double, double> _schedule = schedule ?? throw new ArgumentNullException(nameof(schedule));

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValueNames => ["learning_rate"];

    /// <inheritdoc/>
    public override void OnTrainBegin() => ConstantRate.Require(this, Model.Optimizer!);

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        Optimizer optimizer = Model.Optimizer!;
        optimizer.LearningRate = _schedule(epoch, optimizer.LearningRate);
        if (verbose <= 0) return;
        Output.WriteLine();
        Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Epoch {epoch + 1}: LearningRateScheduler setting learning rate to {optimizer.LearningRate}."));
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        logs["learning_rate"] = Model.Optimizer!.LearningRate;
    }
}
