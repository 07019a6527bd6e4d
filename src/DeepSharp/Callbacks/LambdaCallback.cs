namespace DeepSharp.Callbacks;

/// <summary>Functions as a callback.</summary>
/// <param name="onEpochBegin">Before an epoch, counted from 0.</param>
/// <param name="onEpochEnd">After an epoch, with its values.</param>
/// <param name="onTrainBegin">Before the first epoch.</param>
/// <param name="onTrainEnd">After the last epoch, with its values.</param>
/// <param name="onTrainBatchBegin">Before a batch, counted from 0 in its epoch.</param>
/// <param name="onTrainBatchEnd">After a batch, with the means over the epoch so far.</param>
/// <example><code>new LambdaCallback(onEpochEnd: (epoch, logs) =&gt; Console.WriteLine($"{epoch}: {logs}"))</code></example>
public sealed class LambdaCallback(
    Action<int>? onEpochBegin = null, Action<int, Logs>? onEpochEnd = null, Action? onTrainBegin = null, Action<Logs>? onTrainEnd = null,
    Action<int>? onTrainBatchBegin = null, Action<int, Logs>? onTrainBatchEnd = null) : Callback
{
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
}
