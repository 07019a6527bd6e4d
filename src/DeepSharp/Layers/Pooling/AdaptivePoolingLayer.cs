using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// A layer that covers a sample of any size with a given number of windows: <see cref="AdaptiveAveragePooling2D"/> and its like.
/// </summary>
/// <remarks>
/// <b>Input</b> (batch, ..., channels) · <b>Output</b> (batch, ..., channels) with as many positions as windows; or both with channels
/// first. No weights.
/// </remarks>
public abstract class AdaptivePoolingLayer : SpatialLayer
{
    private readonly Op _op;

    private protected AdaptivePoolingLayer(
        AxisSizes windows, Func<AxisSizes, Op> createOp, DataFormat dataFormat, string? name, Shape? inputShape)
        : base(windows.Count, dataFormat, name, inputShape)
    {
        Windows = LayerArguments.Positive(this, windows, "outputSize");
        _op = createOp(windows);
    }

    /// <summary>How many windows there are along each axis.</summary>
    internal AxisSizes Windows { get; }

    internal override bool TakesSamplesApart(bool training) => true;

    private protected override Shape OutputShapeOf(Shape input) => _op.InferShape([input]);

    private protected override Tensor Compute(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["output_size"] = ConfigSchema.Sizes(Windows);
        SpatialConfig.WriteFormat(config, DataFormat);
    }
}
