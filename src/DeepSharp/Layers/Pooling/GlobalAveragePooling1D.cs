namespace DeepSharp.Layers;

/// <summary>The mean of each channel over all steps of a sequence, or over those that its mask counts.</summary>
/// <remarks>
/// <b>Input</b> (batch, steps, channels) · <b>Output</b> (batch, channels), or (batch, 1, channels). No weights.<br/>
/// The mask ends here. As in Keras the mean of a sequence that has no step that counts is NaN, 0 divided by 0.
/// </remarks>
/// <example><code>
/// var model = new Sequential(new Embedding(20_000, 64, maskZero: true), new GlobalAveragePooling1D(), new Dense(1, "sigmoid"));
/// </code></example>
public sealed class GlobalAveragePooling1D : GlobalPoolingLayer
{
    private readonly MaskedMeanOp _masked;

    /// <summary>A global mean.</summary>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="keepDims">Whether the axis of the steps stays, with length 1.</param>
    /// <param name="name">A name that is unique in its model; null for <c>global_average_pooling1d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    public GlobalAveragePooling1D(
        DataFormat dataFormat = default, bool keepDims = false, string? name = null, Shape? inputShape = null)
        : base(1, dataFormat, keepDims, GlobalAveragePoolOp.For(1, keepDims), name, inputShape) => _masked = MaskedMeanOp.For(keepDims);

    /// <inheritdoc/>
    public override CallSignature Signature => CallSignature.OneMaskedInput;

    internal static GlobalAveragePooling1D FromConfig(ConfigReader reader) =>
        new(SpatialConfig.ReadFormat(reader), reader.Bool("keepdims", false), reader.String("name"));

    private protected override Tensor Compute(Tensor input, bool training) =>
        input.Mask is { } mask ? Tape.Run(_masked, input, mask) : base.Compute(input, training);
}
