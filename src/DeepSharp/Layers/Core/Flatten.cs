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
    // Channels from axis 1 to the end, for inputs of rank 3 and more.
    private static readonly TransposeOp[] s_channelsLast =
        [.. Enumerable.Range(3, Shape.MaxRank - 2).Select(rank => new TransposeOp([0, .. Enumerable.Range(2, rank - 2), 1]))];

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
        new(reader.String("data_format", "channels_last")!, reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        bool reorders = DataFormat.IsChannelsFirst && input.Rank > 2;
        return Tape.Run(FlattenOp.Instance, reorders ? Tape.Run(s_channelsLast[input.Rank - 3], input) : input);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["data_format"] = DataFormat.Name;
}
