namespace DeepSharp.Callbacks;

/// <summary>Functions as a callback.</summary>
/// <param name="onEpochBegin">Before an epoch, counted from 0.</param>
/// <param name="onEpochEnd">After an epoch, with its values.</param>
/// <param name="onTrainBegin">Before the first epoch.</param>
/// <param name="onTrainEnd">After the last epoch, with its values.</param>
/// <param name="onTrainBatchBegin">Before a batch, counted from 0 in its epoch.</param>
/// <param name="onTrainBatchEnd">After a batch, with the means over the epoch so far.</param>
/// <param name="onTestBegin">Before an evaluation, or a validation in <c>Fit</c>.</param>
/// <param name="onTestEnd">After an evaluation, with its values.</param>
/// <param name="onTestBatchBegin">Before a batch of an evaluation, counted from 0.</param>
/// <param name="onTestBatchEnd">After a batch of an evaluation, with the means so far.</param>
/// <param name="onPredictBegin">Before a prediction.</param>
/// <param name="onPredictEnd">After a prediction.</param>
/// <param name="onPredictBatchBegin">Before a batch of a prediction, counted from 0.</param>
/// <param name="onPredictBatchEnd">After a batch of a prediction.</param>
/// <param name="valueNames">What <paramref name="onEpochEnd"/> adds to the logs, for those who watch it; null for nothing.</param>
/// <example><code>new LambdaCallback(onEpochEnd: (epoch, logs) =&gt; Console.WriteLine($"{epoch}: {logs}"))</code></example>
public sealed class LambdaCallback(
    Action<int>? onEpochBegin = null, Action<int, Logs>? onEpochEnd = null, Action? onTrainBegin = null, Action<Logs>? onTrainEnd = null,
    Action<int>? onTrainBatchBegin = null, Action<int, Logs>? onTrainBatchEnd = null, Action? onTestBegin = null,
    Action<Logs>? onTestEnd = null, Action<int>? onTestBatchBegin = null, Action<int, Logs>? onTestBatchEnd = null,
    Action? onPredictBegin = null, Action? onPredictEnd = null, Action<int>? onPredictBatchBegin = null,
    Action<int>? onPredictBatchEnd = null, IReadOnlyList<string>? valueNames = null) : Callback
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ValueNames => valueNames ?? [];

    internal override bool RunsOwnCode => true;

    /// <inheritdoc/>
    public override void OnTrainBegin() => onTrainBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs) => onTrainEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch) => onEpochBegin?.Invoke(epoch);

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs) => onEpochEnd?.Invoke(epoch, logs);

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch) => onTrainBatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    public override void OnTrainBatchEnd(int batch, Logs logs) => onTrainBatchEnd?.Invoke(batch, logs);

    /// <inheritdoc/>
    public override void OnTestBegin() => onTestBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs) => onTestEnd?.Invoke(logs);

    /// <inheritdoc/>
    public override void OnTestBatchBegin(int batch) => onTestBatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    public override void OnTestBatchEnd(int batch, Logs logs) => onTestBatchEnd?.Invoke(batch, logs);

    /// <inheritdoc/>
    public override void OnPredictBegin() => onPredictBegin?.Invoke();

    /// <inheritdoc/>
    public override void OnPredictEnd() => onPredictEnd?.Invoke();

    /// <inheritdoc/>
    public override void OnPredictBatchBegin(int batch) => onPredictBatchBegin?.Invoke(batch);

    /// <inheritdoc/>
    public override void OnPredictBatchEnd(int batch) => onPredictBatchEnd?.Invoke(batch);
}
