using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Puts all values of a sample in one row. The batch axis stays.</summary>
/// <remarks>
/// <b>Input</b> (batch, ...) · <b>Output</b> (batch, features), where (batch,) becomes (batch, 1). A view: nothing is copied, unless the
/// channels come first.
/// </remarks>
/// <example><code>new Flatten()   // (32, 7, 7, 64) to (32, 3136)</code></example>
public sealed class Flatten : Layer
{
    /// <summary>A flattening.</summary>
    /// <param name="dataFormat">
    /// With <c>"channels_first"</c> the input is (batch, channels, ...), and the row is the one that channels last would give.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>flatten</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    public Flatten(DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(name, inputShape) => DataFormat = dataFormat;

    /// <summary>Which axis of the input is that of the channels.</summary>
    public DataFormat DataFormat { get; }

    private protected override bool KeepsDType => true;

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => FlattenOp.InferShape(input);

    internal static Flatten FromConfig(ConfigReader reader) =>
        new(SpatialConfig.ReadFormat(reader), reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) =>
        Tape.Run(FlattenOp.Instance, DataFormat.IsChannelsFirst ? ChannelsFirst.ToLast(input) : input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => SpatialConfig.WriteFormat(config, DataFormat);
}
