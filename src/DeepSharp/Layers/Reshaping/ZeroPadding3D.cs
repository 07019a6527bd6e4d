namespace DeepSharp.Layers;

/// <summary>Puts planes, rows and columns of zeros around volumes.</summary>
/// <remarks>
/// <b>Input</b> (batch, depth, height, width, channels) ·
/// <b>Output</b> (batch, front + depth + back, top + height + bottom, left + width + right, channels); or both with channels first. No
/// weights.
/// </remarks>
/// <example><code>
/// new ZeroPadding3D((1, 1), (0, 2), (0, 2))   // a plane on both sides, two rows below and two columns on the right
/// </code></example>
public sealed class ZeroPadding3D : MarginsLayer
{
    /// <summary>The same on opposite sides.</summary>
    /// <param name="padding">Zeros on both sides of each axis; one number for all or a triple. Null for 1.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>zero_padding3d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public ZeroPadding3D(Size3D? padding = null, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : this(new AxisMargins(padding ?? 1, padding ?? 1), dataFormat, name, inputShape)
    {
    }

    /// <summary>A number for each side.</summary>
    /// <param name="depths">Zeros in front and behind.</param>
    /// <param name="rows">Zeros above and below.</param>
    /// <param name="columns">Zeros on the left and on the right.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>zero_padding3d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public ZeroPadding3D(
        Margin depths, Margin rows, Margin columns, DataFormat dataFormat = default,
        string? name = null, Shape? inputShape = null)
        : this(new AxisMargins((Size3D)(depths.Before, rows.Before, columns.Before), (Size3D)(depths.After, rows.After, columns.After)),
            dataFormat, name, inputShape)
    {
    }

    private ZeroPadding3D(AxisMargins margins, DataFormat dataFormat, string? name, Shape? inputShape = null)
        : base("padding", margins, static margins => new ZeroPaddingOp(margins), dataFormat, name, inputShape)
    {
    }

    /// <summary>Zeros in front and behind.</summary>
    public (int Front, int Back) Depths => (Margins.Before[0], Margins.After[0]);

    /// <summary>Zeros above and below.</summary>
    public (int Top, int Bottom) Rows => (Margins.Before[1], Margins.After[1]);

    /// <summary>Zeros on the left and on the right.</summary>
    public (int Left, int Right) Columns => (Margins.Before[2], Margins.After[2]);

    internal static ZeroPadding3D FromConfig(ConfigReader reader) =>
        new(Read(reader, "padding", 3, 1), SpatialConfig.ReadFormat(reader), reader.String("name"));
}
