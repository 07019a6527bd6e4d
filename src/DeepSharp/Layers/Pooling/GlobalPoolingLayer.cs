using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>A layer that makes one value of each channel of a sample: <see cref="GlobalMaxPooling2D"/> and its like.</summary>
/// <remarks>
/// <b>Input</b> (batch, ..., channels), or (batch, channels, ...) with channels first · <b>Output</b> (batch, channels), or with lengths of
/// 1 for the axes between with <see cref="KeepDims"/>. No weights.
/// </remarks>
public abstract class GlobalPoolingLayer : SpatialLayer
{
    private readonly Op _op;

    private protected GlobalPoolingLayer(int axes, DataFormat dataFormat, bool keepDims, Op op, string? name, Shape? inputShape)
        : base(axes, dataFormat, name, inputShape) => (KeepDims, _op) = (keepDims, op);

    /// <summary>Whether the axes between batch and channels stay, with length 1.</summary>
    public bool KeepDims { get; }

    internal override bool TakesSamplesApart(bool training) => true;

    internal override bool MakesNew(int inputs) => true;

    private protected override Shape OutputShapeOf(Shape input) => SpatialInput.GlobalShape(input, Axes, KeepDims);

    private protected override Tensor Compute(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        SpatialConfig.WriteFormat(config, DataFormat);
        config["keepdims"] = KeepDims;
    }
}
