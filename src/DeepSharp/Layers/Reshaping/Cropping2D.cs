namespace DeepSharp.Layers;

/// <summary>Cuts rows and columns off the borders of images.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) ·
/// <b>Output</b> (batch, height - top - bottom, width - left - right, channels); or both with channels first. No weights.
/// </remarks>
/// <example><code>
/// new Cropping2D((2, 2), (4, 4))   // (1, 28, 28, 3) to (1, 24, 20, 3)
/// </code></example>
public sealed class Cropping2D : MarginsLayer
{
    /// <summary>The same on opposite sides.</summary>
    /// <param name="cropping">What is cut off on both sides of each axis; one number for all or a pair. Null for 0.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>cropping2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public Cropping2D(Size2D? cropping = null, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : this(new AxisMargins(cropping ?? 0, cropping ?? 0), dataFormat, name, inputShape)
    {
    }

    /// <summary>A number for each side.</summary>
    /// <param name="rows">What is cut off above and below.</param>
    /// <param name="columns">What is cut off on the left and on the right.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>cropping2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public Cropping2D(
        Margin rows, Margin columns, DataFormat dataFormat = default,
        string? name = null, Shape? inputShape = null)
        : this(new AxisMargins((rows.Before, columns.Before), (rows.After, columns.After)), dataFormat, name, inputShape)
    {
    }

    private Cropping2D(AxisMargins margins, DataFormat dataFormat, string? name, Shape? inputShape = null)
        : base("cropping", margins, static margins => new CroppingOp(margins), dataFormat, name, inputShape)
    {
    }

    /// <summary>What is cut off above and below.</summary>
    public (int Top, int Bottom) Rows => (Margins.Before[0], Margins.After[0]);

    /// <summary>What is cut off on the left and on the right.</summary>
    public (int Left, int Right) Columns => (Margins.Before[1], Margins.After[1]);

    internal static Cropping2D FromConfig(ConfigReader reader) =>
        new(Read(reader, "cropping", 2, 0), SpatialConfig.ReadFormat(reader), reader.String("name"));
}
