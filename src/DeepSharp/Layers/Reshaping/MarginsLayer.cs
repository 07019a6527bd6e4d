using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// A layer that puts something around samples or takes their borders off: <see cref="ZeroPadding2D"/>, <see cref="Cropping2D"/>.
/// </summary>
/// <remarks>
/// <b>Input</b> (batch, ..., channels) · <b>Output</b> (batch, ..., channels) with other lengths between; or both with channels first. No
/// weights.
/// </remarks>
public abstract class MarginsLayer : SpatialLayer
{
    private readonly string _key;
    private readonly Op _op;

    private protected MarginsLayer(
        string key, AxisMargins margins, Func<AxisMargins, Op> createOp, DataFormat dataFormat, string? name, Shape? inputShape)
        : base(margins.Axes, dataFormat, name, inputShape)
    {
        if (!margins.AreNotNegative)
        {
            throw new ArgumentOutOfRangeException(
                key, $"{LayerArguments.Describe(this)}: expected {key} of 0 or more on every side but got {margins}.");
        }

        (_key, Margins, _op) = (key, margins, createOp(margins));
    }

    /// <summary>What is put on or taken off, along each axis.</summary>
    internal AxisMargins Margins { get; }

    internal override bool TakesSamplesApart(bool training) => true;

    private protected override Shape OutputShapeOf(Shape input) => _op.InferShape([input]);

    private protected override Tensor Compute(Tensor input, bool training) => Tape.Run(_op, input);

    /// <summary>
    /// Reads one number for all sides, one for both sides of each axis, or a pair for each axis. Of a single axis: a number or a pair.
    /// </summary>
    private protected static AxisMargins Read(ConfigReader reader, string key, int axes, int missing)
    {
        JsonNode? node = reader.Node(key);
        if (axes == 1 && node is JsonArray { Count: 2 } only && only[0] is not JsonArray)
        {
            AxisSizes pair = reader.Sizes(key, 2);
            return new AxisMargins(pair[0], pair[1]);
        }

        if (node is JsonArray list && list.Count == axes && list[0] is JsonArray)
        {
            (int[] before, int[] after) = (new int[axes], new int[axes]);
            for (int axis = 0; axis < axes; axis++) (before[axis], after[axis]) = Sides(reader, key, list[axis]);
            return new AxisMargins(new AxisSizes(before), new AxisSizes(after));
        }

        AxisSizes both = reader.Sizes(key, axes, AxisSizes.All(axes, missing));
        return new AxisMargins(both, both);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        JsonArray[] pairs = [.. Enumerable.Range(0, Axes).Select(axis => ConfigSchema.Pair((Margins.Before[axis], Margins.After[axis])))];
        config[_key] = Axes == 1 ? pairs[0] : new JsonArray([.. pairs]);
        SpatialConfig.WriteFormat(config, DataFormat);
    }

    private static (int Before, int After) Sides(ConfigReader reader, string key, JsonNode? node)
    {
        if (node is JsonArray { Count: 2 } pair && pair[0] is JsonValue first && pair[1] is JsonValue second
            && first.TryGetValue(out int before) && second.TryGetValue(out int after))
        {
            return (before, after);
        }

        throw reader.Wrong(key, "a number, a number for each axis or a pair for each axis", reader.Node(key));
    }
}
