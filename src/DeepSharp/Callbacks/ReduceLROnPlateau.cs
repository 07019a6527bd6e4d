using System.Globalization;

namespace DeepSharp.Callbacks;

/// <summary>
/// Lowers the learning rate when a value has stopped getting better. Logs have the rate that an epoch ran with, as <c>learning_rate</c>.
/// </summary>
/// <remarks>NaN is never better than anything. An optimizer with a schedule is refused when training begins.</remarks>
/// <param name="monitor">The name of the value, such as <c>val_loss</c>.</param>
/// <param name="factor">What the learning rate is multiplied with, below 1.</param>
/// <param name="patience">Epochs to wait for a better value.</param>
/// <param name="verbose">1 to print a line when the rate changes.</param>
/// <param name="mode">Which way is better; by itself as the metric says, and down for losses.</param>
/// <param name="minDelta">By how much a value has to be better to count as better.</param>
/// <param name="cooldown">Epochs after a change in which no waiting is counted.</param>
/// <param name="minLearningRate">The lowest rate, 0 or more (Keras's <c>min_lr</c>).</param>
/// <exception cref="ArgumentOutOfRangeException">The factor is 1 or more, or negative; a number is not finite.</exception>
/// <example><code>model.Fit(x, y, epochs: 50, validationSplit: 0.1, callbacks: [new ReduceLROnPlateau(factor: 0.2, patience:
/// 5)]);</code></example>
public sealed class ReduceLROnPlateau(
    string monitor = "val_loss", double factor = 0.1, int patience = 10, int verbose = 0, ImprovementMode mode = default,
    double minDelta = 1e-4,
    int cooldown = 0, double minLearningRate = 0) : Callback
{
    private readonly double _factor = WrittenNumber.Of(OptionNumber.Where(
        (float)factor is >= 0 and < 1, nameof(ReduceLROnPlateau), factor, "a factor from 0 to below 1"));

    private readonly double _minDelta = OptionNumber.FiniteDouble(nameof(ReduceLROnPlateau), minDelta);

    private readonly double _least = WrittenNumber.Of(OptionNumber.NotNegative(nameof(ReduceLROnPlateau), minLearningRate));

    private Monitor? _monitor;
    private double? _best;
    private int _wait;
    private int _cooldown;

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"ReduceLROnPlateau (monitor {monitor}, factor {_factor}, patience {patience})");

    /// <inheritdoc/>
    public override IReadOnlyList<string> ValueNames => ["learning_rate"];

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        ConstantRate.Require(this, Model.Optimizer!);
        _monitor = new Monitor(this, monitor, mode, _minDelta);
        _monitor.Check();
        (_best, _wait, _cooldown) = (null, 0, 0);
    }

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch) => _monitor!.Check();

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        Optimizer optimizer = Model.Optimizer!;
        double rate = optimizer.LearningRate;
        logs["learning_rate"] = rate;
        if (_monitor!.Read(logs) is not { } current) return;
        if (_cooldown > 0) (_cooldown, _wait) = (_cooldown - 1, 0);
        if (_monitor.IsImprovement(current, _best))
        {
            (_best, _wait) = (current, 0);
            return;
        }

        if (_cooldown > 0 || ++_wait < patience || rate <= _least) return;
        optimizer.LearningRate = Math.Max(rate * _factor, _least);
        (_cooldown, _wait) = (cooldown, 0);
        if (verbose <= 0) return;
        Output.WriteLine();
        Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Epoch {epoch + 1}: ReduceLROnPlateau reducing learning rate to {optimizer.LearningRate}."));
    }
}
