namespace DeepSharp.Layers;

/// <summary>Puts steps of zeros around sequences.</summary>
/// <remarks>
/// <b>Input</b> (batch, steps, channels) ·
/// <b>Output</b> (batch, before + steps + after, channels); or both with channels first. No weights.
/// </remarks>
/// <example><code>
/// new ZeroPadding1D((2, 0))   // two zeros before every sequence
/// </code></example>
public sealed class ZeroPadding1D : MarginsLayer
{
    /// <summary>The same at both ends.</summary>
    /// <param name="padding">Zeros before the first step and after the last one.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>zero_padding1d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public ZeroPadding1D(int padding = 1, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : this(new AxisMargins(padding, padding), dataFormat, name, inputShape)
    {
    }

    /// <summary>A number for each end.</summary>
    /// <param name="padding">Zeros before the first step and after the last one.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>zero_padding1d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public ZeroPadding1D(Margin padding, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : this(new AxisMargins(padding.Before, padding.After), dataFormat, name, inputShape)
    {
    }

    private ZeroPadding1D(AxisMargins margins, DataFormat dataFormat, string? name, Shape? inputShape = null)
        : base("padding", margins, static margins => new ZeroPaddingOp(margins), dataFormat, name, inputShape)
    {
    }

    /// <summary>Zeros before the first step and after the last one.</summary>
    public (int Before, int After) Padding => (Margins.Before[0], Margins.After[0]);

    internal static ZeroPadding1D FromConfig(ConfigReader reader) =>
        new(Read(reader, "padding", 1, 1), SpatialConfig.ReadFormat(reader), reader.String("name"));
}
