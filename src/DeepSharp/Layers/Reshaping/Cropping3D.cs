namespace DeepSharp.Layers;

/// <summary>Cuts planes, rows and columns off the borders of volumes.</summary>
/// <remarks>
/// <b>Input</b> (batch, depth, height, width, channels) ·
/// <b>Output</b> (batch, depth - front - back, height - top - bottom, width - left - right, channels); or both with channels first. No
/// weights.
/// </remarks>
/// <example><code>
/// new Cropping3D(1)   // without the outermost voxels
/// </code></example>
public sealed class Cropping3D : MarginsLayer
{
    /// <summary>The same on opposite sides.</summary>
    /// <param name="cropping">What is cut off on both sides of each axis; one number for all or a triple. Null for 1.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>cropping3d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public Cropping3D(Size3D? cropping = null, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : this(new AxisMargins(cropping ?? 1, cropping ?? 1), dataFormat, name, inputShape)
    {
    }

    /// <summary>A number for each side.</summary>
    /// <param name="depths">What is cut off in front and behind.</param>
    /// <param name="rows">What is cut off above and below.</param>
    /// <param name="columns">What is cut off on the left and on the right.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>cropping3d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public Cropping3D(
        Margin depths, Margin rows, Margin columns, DataFormat dataFormat = default,
        string? name = null, Shape? inputShape = null)
        : this(new AxisMargins((Size3D)(depths.Before, rows.Before, columns.Before), (Size3D)(depths.After, rows.After, columns.After)),
            dataFormat, name, inputShape)
    {
    }

    private Cropping3D(AxisMargins margins, DataFormat dataFormat, string? name, Shape? inputShape = null)
        : base("cropping", margins, static margins => new CroppingOp(margins), dataFormat, name, inputShape)
    {
    }

    /// <summary>What is cut off in front and behind.</summary>
    public (int Front, int Back) Depths => (Margins.Before[0], Margins.After[0]);

    /// <summary>What is cut off above and below.</summary>
    public (int Top, int Bottom) Rows => (Margins.Before[1], Margins.After[1]);

    /// <summary>What is cut off on the left and on the right.</summary>
    public (int Left, int Right) Columns => (Margins.Before[2], Margins.After[2]);

    internal static Cropping3D FromConfig(ConfigReader reader) =>
        new(Read(reader, "cropping", 3, 1), SpatialConfig.ReadFormat(reader), reader.String("name"));
}
