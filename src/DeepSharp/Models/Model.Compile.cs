using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepSharp;

// Compile, and what it was given.
public partial class Model
{
    /// <summary>The optimizer given to <c>Compile</c>; null before.</summary>
    public Optimizer? Optimizer => _trainer?.Optimizer;

    /// <summary>
    /// The loss given to <c>Compile</c>, where it is one for all outputs; null before, and where each output has its own.
    /// </summary>
    public Loss? Loss => _trainer?.SingleLoss;

    /// <summary>
    /// The losses given to <c>Compile</c>; null before, and where the layers' own losses are all there is. What layers add to the loss is
    /// in <see cref="Layer.Losses"/>.
    /// </summary>
    public LossSet? CompiledLosses => _trainer?.Losses;

    /// <summary>The metrics given to <c>Compile</c>, of all outputs in order, then those of the model's own class.</summary>
    public IReadOnlyList<Metric> Metrics => [.. _trainer?.Metrics?.All ?? [], .. _ownMetrics];

    /// <summary>The metrics that weigh samples as the loss does, given to <c>Compile</c>, of all outputs in order.</summary>
    public IReadOnlyList<Metric> WeightedMetrics => [.. _trainer?.WeightedMetrics?.All ?? []];

    /// <summary>
    /// The names of the values that training and evaluation report, as in the logs: <c>loss</c> and the metrics. Empty before
    /// <c>Compile</c>, and where only the first batch tells how many outputs there are.
    /// </summary>
    public IReadOnlyList<string> MetricsNames => _trainer is { Outputs: { IsBound: true } outputs } ? [.. outputs.Values.Names] : [];

    /// <summary>What <c>Compile</c> was given; null before.</summary>
    internal Trainer? Trainer => _trainer;

    /// <summary>
    /// Says how the model is to be trained. Weights stay as they are. Which of them are trainable is looked up by the first
    /// step after it, and whenever <c>Fit</c> begins.
    /// </summary>
    /// <remarks>
    /// Keras's other options have nothing to say here. Steps run one by one and allocate nothing, so that running several at once
    /// (<c>steps_per_execution</c>) saves nothing; nothing is compiled (<c>jit_compile</c>, <c>run_eagerly</c>): breakpoints always work;
    /// and all numbers are 32-bit floats, whose losses need no scaling (<c>auto_scale_loss</c>, and <c>loss_scale_factor</c> of
    /// optimizers).
    /// </remarks>
    /// <param name="optimizer">
    /// An object such as <c>new Adam(1e-3)</c>, or a Keras name: <c>"adam"</c>, <c>"sgd"</c>. Null for <c>"rmsprop"</c>, as in Keras. It
    /// counts the steps of one model and keeps slots for its weights: each model needs its own object, and so it is with metrics.
    /// </param>
    /// <param name="loss">
    /// Such as <c>Loss.MeanSquaredError()</c>, or a Keras name: <c>"sparse_categorical_crossentropy"</c>, <c>"mse"</c>. For several
    /// outputs: one for
    /// all, a list with one for each, or a dictionary by the names of the outputs. Null where layers add losses of their own.
    /// </param>
    /// <param name="metrics">
    /// Objects or Keras names; <c>"accuracy"</c> picks the right one by the shapes. For several outputs: an entry for
    /// each, or a dictionary.
    /// </param>
    /// <param name="lossWeights">How much the loss of each output counts; 1 if null.</param>
    /// <param name="weightedMetrics">Metrics that weigh samples as the loss does.</param>
    /// <exception cref="ArgumentException">
    /// A name is unknown, two metrics have the same, something does not fit the outputs, or the optimizer or a metric is another model's,
    /// which is still compiled with it. The model is as it was.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// Another thread trains or evaluates the model, or <c>Fit</c> does, of which this is a callback.
    /// </exception>
    /// <example><code>
    /// model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
    /// model.Compile("adam", loss: ["bce", "mse"], metrics: [["accuracy"], ["mae"]], lossWeights: [1, 0.5]);
    /// </code></example>
    public void Compile(
        Optimizer? optimizer = null, LossSet? loss = null, MetricSet? metrics = null, LossWeights? lossWeights = null,
        MetricSet? weightedMetrics = null)
    {
        using LayerOwner.Turn turn = Owner.Enter("Compile");
        if (RunningFit is not null)
        {
            throw new InvalidOperationException(
                $"Compile: expected no Fit of '{Name}' in progress, since it goes on with what it began with, but this is a callback of " +
                "one. Set StopTraining = true, and compile when Fit has returned.");
        }

        var trainer = new Trainer(this, optimizer ?? "rmsprop", loss, metrics, lossWeights, weightedMetrics);
        ObjectUses.Replace("Compile", this, _trainer?.KeepingState ?? [], trainer.KeepingState);
        _trainer = trainer;
    }

    /// <summary>The same with metrics that are at hand as a list.</summary>
    /// <inheritdoc cref="Compile(Optimizer, LossSet, MetricSet, LossWeights, MetricSet)"/>
    /// <typeparam name="TMetric">The type of the metrics.</typeparam>
    [EditorBrowsable(EditorBrowsableState.Never), OverloadResolutionPriority(-1)]
    public void Compile<TMetric>(
        Optimizer? optimizer, LossSet? loss, IReadOnlyList<TMetric>? metrics, LossWeights? lossWeights = null,
        MetricSet? weightedMetrics = null)
        where TMetric : Metric =>
        Compile(optimizer, loss, metrics is null ? null : MetricSet.From(metrics), lossWeights, weightedMetrics);

    /// <summary>To be called when layers came or went after <c>Compile</c>.</summary>
    private protected void OnLayersChanged()
    {
        CountPartsChange();
        _trainer?.ForgetLayers();
        _predictor.Forget();
    }

    /// <summary>How many inputs the model takes; null for any number.</summary>
    internal int? NumberOfInputs => InputCount;

    internal Trainer RequireTrainer(string method) => _trainer
        ?? throw new InvalidOperationException(
            $"{method}: expected a compiled model, but '{Name}' is not. Call Compile(optimizer, loss) first.");
}
