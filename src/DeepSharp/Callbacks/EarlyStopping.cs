using System.Globalization;

namespace DeepSharp.Callbacks;

/// <summary>Ends the training when a value has stopped getting better.</summary>
/// <remarks>
/// Of equal values the first is the best one. NaN is never better than anything: where no epoch has another value, there is no best one
/// and no weights are restored. A run may have its own object or use one again: each <c>Fit</c> begins again.
/// </remarks>
/// <param name="monitor">The name of the value, such as <c>val_loss</c> or <c>val_accuracy</c>.</param>
/// <param name="minDelta">By how much a value has to be better to count as better.</param>
/// <param name="patience">Epochs to wait for a better value.</param>
/// <param name="verbose">1 to print a line when training ends early and when weights are restored.</param>
/// <param name="mode">Which way is better.</param>
/// <param name="baseline">A value that has to be beaten: until then every epoch counts as one of waiting.</param>
/// <param name="restoreBestWeights">Whether the model has the weights of the best epoch in the end, also where all epochs ran.</param>
/// <param name="startFromEpoch">The first epoch, from 0, that is looked at.</param>
/// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
/// <example><code>model.Fit(x, y, epochs: 100, validationSplit: 0.1, callbacks: [new EarlyStopping(patience: 3, restoreBestWeights:
/// true)]);</code></example>
public sealed class EarlyStopping(
    string monitor = "val_loss", double minDelta = 0, int patience = 0, int verbose = 0, ImprovementMode mode = default,
    double? baseline = null,
    bool restoreBestWeights = false, int startFromEpoch = 0) : Callback
{
    private readonly double _minDelta = OptionNumber.FiniteDouble(nameof(EarlyStopping), minDelta);

    private readonly double? _baseline = baseline is { } goal
        ? OptionNumber.FiniteDouble(nameof(EarlyStopping), goal, nameof(baseline)) : null;

    private readonly int _patience = patience >= 0
        ? patience
        : throw new ArgumentOutOfRangeException(
            nameof(patience), $"EarlyStopping: expected a patience of 0 or more epochs but got {patience}.");

    private Monitor? _monitor;
    private double? _best;
    private int _bestEpoch;
    private int _wait;
    private Tensor[]? _bestWeights;

    /// <summary>The epoch, from 0, after which training was ended; null if it was not.</summary>
    public int? StoppedEpoch { get; private set; }

    /// <summary>The best value; null before there is one.</summary>
    public double? Best => _best;

    /// <summary>The epoch of the best value, from 0.</summary>
    public int BestEpoch => _bestEpoch;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"EarlyStopping (monitor {monitor}, patience {_patience})");

    /// <inheritdoc/>
    public override void OnTrainBegin()
    {
        _monitor = new Monitor(this, monitor, mode, _minDelta);
        _monitor.Check();
        (_best, _bestEpoch, _wait, _bestWeights, StoppedEpoch) = (null, 0, 0, null, null);
    }

    /// <inheritdoc/>
    public override void OnTrainBatchBegin(int batch) => _monitor!.Check();

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        if (_monitor!.Read(logs) is not { } current || epoch < startFromEpoch) return;
        _wait++;
        if (_monitor.IsImprovement(current, _best))
        {
            _best = current;
            if (restoreBestWeights) Keep(epoch);
            else _bestEpoch = epoch;
            if (_monitor.IsImprovement(current, _baseline)) _wait = 0;
            return;
        }

        if (_wait < _patience || epoch == 0) return;
        StoppedEpoch = epoch;
        Model.StopTraining = true;
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(Logs logs)
    {
        if (StoppedEpoch is { } stopped && verbose > 0)
        {
            Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Epoch {stopped + 1}: early stopping"));
        }

        if (_bestWeights is null) return;
        if (verbose > 0)
        {
            Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Restoring model weights from the end of the best epoch: {_bestEpoch + 1}."));
        }

        Model.SetWeights(_bestWeights);
        _bestWeights = null;
    }

    // Into the same memory again and again: weights may be large.
    private void Keep(int epoch)
    {
        _bestEpoch = epoch;
        if (_bestWeights is null)
        {
            _bestWeights = Model.GetWeights();
            return;
        }

        IReadOnlyList<Variable> weights = Model.Weights;
        for (int i = 0; i < _bestWeights.Length; i++) _bestWeights[i].Assign(weights[i].Value);
    }
}
