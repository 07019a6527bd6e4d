namespace DeepSharp.Layers;

/// <summary>Puts rows and columns of zeros around images.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) ·
/// <b>Output</b> (batch, top + height + bottom, left + width + right, channels); or both with channels first. No weights.
/// </remarks>
/// <example><code>
/// new ZeroPadding2D(1)                 // one pixel on every side
/// new ZeroPadding2D((0, 1), (0, 1))    // one row below and one column on the right
/// </code></example>
public sealed class ZeroPadding2D : MarginsLayer
{
    /// <summary>The same on opposite sides.</summary>
    /// <param name="padding">Zeros on both sides of each axis; one number for all or a pair. Null for 1.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>zero_padding2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public ZeroPadding2D(Size2D? padding = null, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : this(new AxisMargins(padding ?? 1, padding ?? 1), dataFormat, name, inputShape)
    {
    }

    /// <summary>A number for each side.</summary>
    /// <param name="rows">Zeros above and below.</param>
    /// <param name="columns">Zeros on the left and on the right.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>zero_padding2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public ZeroPadding2D(
        Margin rows, Margin columns, DataFormat dataFormat = default,
        string? name = null, Shape? inputShape = null)
        : this(new AxisMargins((rows.Before, columns.Before), (rows.After, columns.After)), dataFormat, name, inputShape)
    {
    }

    private ZeroPadding2D(AxisMargins margins, DataFormat dataFormat, string? name, Shape? inputShape = null)
        : base("padding", margins, static margins => new ZeroPaddingOp(margins), dataFormat, name, inputShape)
    {
    }

    /// <summary>Zeros above and below.</summary>
    public (int Top, int Bottom) Rows => (Margins.Before[0], Margins.After[0]);

    /// <summary>Zeros on the left and on the right.</summary>
    public (int Left, int Right) Columns => (Margins.Before[1], Margins.After[1]);

    internal static ZeroPadding2D FromConfig(ConfigReader reader) =>
        new(Read(reader, "padding", 2, 1), SpatialConfig.ReadFormat(reader), reader.String("name"));
}
