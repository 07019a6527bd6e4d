using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Puts rows and columns of zeros around images.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) ·
/// <b>Output</b> (batch, top + height + bottom, left + width + right, channels). No weights.
/// </remarks>
/// <example><code>
/// new ZeroPadding2D(1)                 // one pixel on every side
/// new ZeroPadding2D((0, 1), (0, 1))    // one row below and one column on the right
/// </code></example>
public sealed class ZeroPadding2D : Layer
{
    private readonly ZeroPadding2DOp _op;

    /// <summary>A padding that is the same on opposite sides.</summary>
    /// <param name="padding">Rows above and below, and columns left and right; one number for both or a pair. Null for 1.</param>
    /// <param name="name">A name that is unique in its model; null for <c>zero_padding2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public ZeroPadding2D(Size2D? padding = null, string? name = null, Shape? inputShape = null)
        : this(Twice(padding?.Height ?? 1), Twice(padding?.Width ?? 1), name, inputShape)
    {
    }

    /// <summary>Its own padding on every side.</summary>
    /// <param name="rows">Rows above and below.</param>
    /// <param name="columns">Columns on the left and on the right.</param>
    /// <param name="name">A name that is unique in its model; null for <c>zero_padding2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public ZeroPadding2D((int Top, int Bottom) rows, (int Left, int Right) columns, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        if (rows.Top < 0 || rows.Bottom < 0 || columns.Left < 0 || columns.Right < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rows), $"{LayerArguments.Describe(this)}: expected paddings of 0 or more but got rows {rows}, columns {columns}.");
        }

        (Rows, Columns) = (rows, columns);
        _op = new ZeroPadding2DOp((rows.Top, columns.Left), (rows.Bottom, columns.Right));
    }

    /// <summary>Rows of zeros above and below.</summary>
    public (int Top, int Bottom) Rows { get; }

    /// <summary>Columns of zeros on the left and on the right.</summary>
    public (int Left, int Right) Columns { get; }

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => _op.InferShape(input);

    internal static ZeroPadding2D FromConfig(ConfigReader reader)
    {
        SpatialConfig.ReadDataFormat(reader);
        ((int, int) rows, (int, int) columns) = ReadPadding(reader);
        return new ZeroPadding2D(rows, columns, reader.String("name"));
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["padding"] = new JsonArray(ConfigSchema.Pair(Rows), ConfigSchema.Pair(Columns));
        SpatialConfig.WriteDataFormat(config);
    }

    private static (int, int) Twice(int value) => (value, value);

    // One number, a pair (rows, columns), or a pair of pairs ((top, bottom), (left, right)).
    private static ((int, int) Rows, (int, int) Columns) ReadPadding(ConfigReader reader)
    {
        if (reader.Node("padding") is JsonArray { Count: 2 } sides && sides[0] is JsonArray)
        {
            return (Sides(sides[0]), Sides(sides[1]));
        }

        Size2D both = reader.Size2D("padding", 1);
        return (Twice(both.Height), Twice(both.Width));

        (int, int) Sides(JsonNode? node)
        {
            if (node is JsonArray { Count: 2 } pair && pair[0] is JsonValue first && pair[1] is JsonValue second
                && first.TryGetValue(out int before) && second.TryGetValue(out int after))
            {
                return (before, after);
            }

            throw reader.Wrong("padding", "a number, a pair of numbers or a pair of pairs", reader.Node("padding"));
        }
    }
}
