using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>A layer that makes one value of each channel of a sample: <see cref="GlobalMaxPooling2D"/> and its like.</summary>
/// <remarks>
/// <b>Input</b> (batch, ..., channels) · <b>Output</b> (batch, channels), or (batch, 1, ..., channels) with <see cref="KeepDims"/>. No
/// weights.
/// </remarks>
public abstract class GlobalPoolingLayer : Layer
{
    private readonly int _axes;
    private readonly Op _op;

    private protected GlobalPoolingLayer(int axes, bool keepDims, Op op, string? name, Shape? inputShape)
        : base(name, inputShape) => (_axes, KeepDims, _op) = (axes, keepDims, op);

    /// <summary>Whether the axes between batch and channels stay, with length 1.</summary>
    public bool KeepDims { get; }

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => SpatialInput.GlobalShape(input, _axes, KeepDims);

    /// <summary>Reads <see cref="KeepDims"/> from a config.</summary>
    private protected static bool ReadKeepDims(ConfigReader reader, int axes)
    {
        SpatialConfig.ReadDataFormat(reader, axes);
        return reader.Bool("keepdims", false);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        SpatialConfig.WriteDataFormat(config);
        config["keepdims"] = KeepDims;
    }
}
