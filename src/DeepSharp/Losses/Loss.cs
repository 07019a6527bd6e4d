using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>
/// What training makes small: <c>Loss.SparseCategoricalCrossentropy(fromLogits: true)</c>, or by Keras's name, <c>"mse"</c>.
/// </summary>
/// <remarks>Losses are immutable values: two with the same parameters are equal.</remarks>
/// <param name="Name">Keras's name, such as <c>mean_squared_error</c>.</param>
/// <param name="Reduction">How the losses of a batch become one number.</param>
public abstract partial record Loss(string Name, Reduction Reduction)
{
    /// <summary>Keras's class name, such as <c>MeanSquaredError</c>.</summary>
    public abstract string ClassName { get; }

    /// <summary>
    /// The loss that a Keras name stands for (<c>mse</c>, <c>mean_squared_error</c> or <c>MeanSquaredError</c>), with Keras's defaults.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such loss; the message lists those that exist.</exception>
    public static implicit operator Loss(string name) => LossTable.Classes.Named(name);

    /// <summary>Computes the loss of a batch.</summary>
    /// <param name="target">What was to be predicted (Keras's y_true).</param>
    /// <param name="prediction">What the model said (Keras's y_pred).</param>
    /// <param name="sampleWeight">Weights of the samples, (batch,), or of the single losses; null for 1.</param>
    /// <returns>A single number, or one loss a sample with <see cref="Reduction.None"/>.</returns>
    /// <remarks>
    /// Of a prediction that carries a <see cref="Tensor.Mask"/> only what it leaves counts, as in Keras: a mean is that of the losses left.
    /// </remarks>
    /// <exception cref="ShapeException">The shapes do not belong together.</exception>
    public Tensor Apply(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        try
        {
            Tensor losses = PerSample(EqualRanks.Target(target, prediction), EqualRanks.Prediction(target, prediction));
            if (!IsOverBatch) RequireBatch(losses, prediction);
            Tensor? mask = IsOverBatch && losses.Rank == 0 ? prediction.Mask : MaskOf(prediction, losses.Shape);
            sampleWeight = WeightsOf(target, losses, mask, sampleWeight);
            return sampleWeight is null ? Tape.Run(LossReductionOp.For(Reduction), losses)
                : Tape.Run(LossReductionOp.For(Reduction), losses, sampleWeight);
        }
        catch (ShapeException exception) when (exception.NameLayer($"Loss {Name}"))
        {
            throw;
        }
    }

    // What one loss for all samples would have to be is no mistake that numbers show: with it, weights of samples would not count.
    private static void RequireBatch(Tensor losses, Tensor prediction)
    {
        if (losses is null) throw new ShapeException("expected PerSample to return the losses but it returned null.");
        bool isBatch = losses.Rank > 0 && prediction.Rank > 0 && losses.Shape[0] == prediction.Shape[0];
        if (isBatch || prediction.Rank == 0) return;
        if (prediction.Rank == 1 && losses.Rank == 0)
        {
            throw new ShapeException(
                $"expected predictions of rank 2 or more, (batch, values), since the mean over the last axis is one loss for each " +
                $"sample, but got {prediction.Shape}. Add an axis: Ops.ExpandDims(prediction, -1).");
        }

        throw new ShapeException(
            $"expected PerSample to return one loss for each of {prediction.Shape[0]} samples, shape ({prediction.Shape[0]},), " +
            $"for predictions of shape {prediction.Shape} but got {losses.Shape}. " +
            "Take the mean over the last axis, such as Ops.Mean(x, axis: -1), and not over all: the mean over the " +
            "batch is taken after it.");
    }

    /// <summary>
    /// The losses before they are reduced: shape (batch,) for predictions of shape (batch, values); one axis less than the prediction
    /// (Keras's <c>loss.call</c>).
    /// </summary>
    /// <remarks>
    /// Called by <see cref="Apply"/> with as many axes on both sides: where one is (batch, 1), the other is not (batch,). A loss of one's
    /// own returns one loss for each sample, or for each value that is weighted by itself, never one for the whole batch.
    /// </remarks>
    /// <param name="target">What was to be predicted.</param>
    /// <param name="prediction">What the model said.</param>
    /// <example><code>
    /// sealed record LogCosh() : Loss("log_cosh", Reduction.SumOverBatchSize)
    /// {
    ///     public override string ClassName => "LogCosh";
    ///     public override Tensor PerSample(Tensor target, Tensor prediction) =>
    ///         Ops.Mean(Ops.Log(Ops.Exp(prediction - target) + Ops.Exp(target - prediction)), axis: -1);
    /// }
    /// </code></example>
    public abstract Tensor PerSample(Tensor target, Tensor prediction);

    /// <summary>Keras's object schema: module, class_name, config.</summary>
    public JsonObject ToConfig()
    {
        var config = new JsonObject { ["name"] = Name, ["reduction"] = Reduction.Name };
        WriteConfig(config);
        return LossTable.Classes.Wrap("keras.losses", ClassName, this, config);
    }

    /// <summary>Class, name and options: <c>Huber 'huber_loss' (reduction sum_over_batch_size, delta 1)</c>.</summary>
    public sealed override string ToString() => ConfigText.Of(ClassName, Name, ToConfig()["config"]!.AsObject());

    /// <summary>Reads what <see cref="ToConfig"/> wrote, or what Keras did; also a bare name.</summary>
    /// <exception cref="ArgumentException">There is no such loss.</exception>
    /// <exception cref="FormatException">The config does not fit the loss.</exception>
    public static Loss FromConfig(JsonNode config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (ConfigSchema.NameIn(config) is { } name) return name;
        return LossTable.Classes.Read(config, ReadCommon);
    }

    private static Loss ReadCommon(Loss loss, ConfigReader reader)
    {
        ConfigSchema.ReadFloat32(reader);
        string name = GivenName.OfAny(loss.ClassName, reader.String("name", loss.Name)!);
        return loss with { Name = name, Reduction = Reduction.Read(reader) };
    }

    /// <summary>Checks all targets before training begins, where some values make no sense for this loss.</summary>
    /// <param name="method">Who asks, for the message.</param>
    /// <param name="targets">Samples first.</param>
    /// <param name="prediction">The shape of the predictions; lengths may be unknown.</param>
    /// <param name="mayHaveMask">Whether the predictions may carry a mask, which leaves targets out.</param>
    /// <exception cref="ArgumentException">A target makes no sense; the message names the sample.</exception>
    internal virtual void CheckTargets(string method, DataArray targets, Shape prediction, bool mayHaveMask)
    {
    }

    /// <summary>Checks the targets of one step, where some values make no sense for this loss.</summary>
    /// <param name="target">Those of the batch, of a shape that fits.</param>
    /// <param name="prediction">The shape of the predictions.</param>
    /// <param name="mask">0 where a target does not count; null where all do.</param>
    /// <exception cref="ArgumentException">A target makes no sense; the message names its place.</exception>
    internal void CheckBatch(Tensor target, Shape prediction, Tensor? mask)
    {
        int classes = prediction.Rank == 0 ? Shape.Any : prediction[prediction.NormalizeAxis(ClassAxis)];
        if (classes == Shape.Any) return;
        int invalid = FirstInvalid(target, classes, mask);
        if (invalid >= 0) throw Invalid(target, prediction, invalid);
    }

    /// <summary>The same where the predictions are known, and with them what their mask leaves out.</summary>
    internal void CheckBatch(Tensor target, Tensor prediction) => CheckBatch(
        target, prediction.Shape, MaskOf(prediction, prediction.Rank > 1 ? prediction.Shape[..^1] : prediction.Shape));

    /// <summary>Whether the values along the last axis of predictions are those of classes, of which there are two or more.</summary>
    internal virtual bool IsOverClasses => false;

    /// <summary>The exception for predictions along whose last axis a softmax has one value only, which is always 1.</summary>
    internal static ArgumentException OneClass(string method, string loss, Shape prediction) => new(
        $"{method}: expected two or more classes for {loss} but the predictions have shape {prediction}: the softmax of one value is " +
        "always 1, so that nothing can be learned. For a yes or no use Dense(1, activation: \"sigmoid\") with \"binary_crossentropy\", " +
        "else give the last layer as many units as there are classes.");

    /// <summary>
    /// Whether <see cref="PerSample"/> may give one loss for the whole batch, which then counts by the weights of the samples.
    /// </summary>
    private protected virtual bool IsOverBatch => false;

    /// <summary>The axis of predictions along which the values of a sample's classes lie.</summary>
    private protected virtual int ClassAxis => -1;

    /// <summary>Whether what is left out leaves the mean, instead of counting as 0 in it.</summary>
    private protected bool IsMean => Reduction == Reduction.Mean || Reduction == Reduction.SumOverBatchSize;

    /// <summary>The weights of the losses: those given, and 0 for what the mask, or the loss itself, leaves out.</summary>
    /// <param name="target">What was to be predicted.</param>
    /// <param name="losses">Before they are reduced.</param>
    /// <param name="mask">0 where a loss does not count; null for none.</param>
    /// <param name="sampleWeight">Those given; null for 1.</param>
    private protected virtual Tensor? WeightsOf(Tensor target, Tensor losses, Tensor? mask, Tensor? sampleWeight)
    {
        if (mask is null) return sampleWeight;
        MaskWeightsOp op = IsMean ? MaskWeightsOp.OfMean : MaskWeightsOp.OfSum;
        return sampleWeight is null ? Tape.Run(op, mask) : Tape.Run(op, mask, sampleWeight);
    }

    /// <summary>Place of the first target that makes no sense, whether it counts or not; -1 if there is none.</summary>
    /// <param name="targets">Those of some predictions.</param>
    /// <param name="classes">Values along the last axis of the predictions.</param>
    private protected virtual int FirstInvalid(ReadOnlySpan<float> targets, int classes) => -1;

    /// <summary>The exception for a target of a batch that makes no sense.</summary>
    /// <param name="target">Those of the batch.</param>
    /// <param name="prediction">The shape of the predictions.</param>
    /// <param name="place">Of the target, in the batch.</param>
    private protected virtual ValueException Invalid(Tensor target, Shape prediction, int place) =>
        new($"{Name}: value {place} of the batch is no target.");

    // What the mask leaves is looked at alone, once something is wrong at all.
    private int FirstInvalid(Tensor target, int classes, Tensor? mask)
    {
        ReadOnlySpan<float> targets = target.Span;
        int invalid = FirstInvalid(targets, classes);
        if (invalid < 0 || mask is null) return invalid;
        int perStep = targets.Length / mask.Size;
        for (int step = invalid / perStep; step < mask.Size; step++)
        {
            if (mask.Span[step] == 0f) continue;
            int found = FirstInvalid(targets.Slice(step * perStep, perStep), classes);
            if (found >= 0) return step * perStep + found;
        }

        return -1;
    }

    // A mask of other axes than the losses have, such as that of an output of one row a sample, is none of the losses.
    private protected static Tensor? MaskOf(Tensor prediction, Shape losses) =>
        prediction.Mask is { } mask && mask.Rank <= losses.Rank && losses[..mask.Rank] == mask.Shape ? mask : null;

    /// <summary>Adds the parameters to the config, in Keras's names. Name and reduction are there.</summary>
    protected virtual void WriteConfig(JsonObject config)
    {
    }
}
