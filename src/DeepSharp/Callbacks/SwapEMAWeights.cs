namespace DeepSharp.Callbacks;

/// <summary>
/// Evaluates and predicts with the moving averages of the weights, which the optimizer keeps where it was made with <c>useEma: true</c>:
/// puts them into the model before and the weights themselves back afterwards.
/// </summary>
/// <remarks>
/// With <paramref name="swapOnEpoch"/> the averages are also in the model while the callbacks that come later in the list see the end of
/// an epoch, so that they save those. Weights are exchanged in place. Before the first step there are no averages, and nothing changes.
/// </remarks>
/// <param name="swapOnEpoch">Whether the averages are in the model from the end of an epoch to the beginning of the next.</param>
/// <example><code>
/// model.Compile(new Adam(1e-3, useEma: true), "mse");
/// model.Fit(x, y, epochs: 10, validationSplit: 0.1, callbacks: [new SwapEMAWeights()]);   // val_loss is that of the averages
/// </code></example>
public sealed class SwapEMAWeights(bool swapOnEpoch = false) : Callback
{
    /// <inheritdoc/>
    public override string ToString() => $"SwapEMAWeights (swapOnEpoch {swapOnEpoch})";

    /// <inheritdoc/>
    public override void OnTrainBegin() => Put(averages: false);

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch)
    {
        if (swapOnEpoch) Put(averages: false);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (swapOnEpoch) Put(averages: true);
    }

    /// <inheritdoc/>
    public override void OnTestBegin() => Put(averages: true);

    /// <inheritdoc/>
    public override void OnTestEnd(Logs logs) => Put(averages: false);

    /// <inheritdoc/>
    public override void OnPredictBegin() => Put(averages: true);

    /// <inheritdoc/>
    public override void OnPredictEnd() => Put(averages: false);

    private void Put(bool averages)
    {
        if (Model.Optimizer is not { KeepsAverages: true } optimizer)
        {
            string got = Model.Optimizer is { } other ? $"{other.ClassName} keeps none" : "the model is not compiled";
            throw new InvalidOperationException(
                $"SwapEMAWeights: expected an optimizer that keeps moving averages of the weights but {got}. " +
                "Compile with one that was made with useEma: true.");
        }

        if (averages) optimizer.PutAverages(Model.TrainableWeights);
        else optimizer.TakeAverages();
    }
}
