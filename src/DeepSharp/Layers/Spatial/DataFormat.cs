namespace DeepSharp;

/// <summary>
/// Which axis of images, or of other samples, is that of the channels: <c>DataFormat.ChannelsLast</c>, or by Keras's name,
/// <c>"channels_last"</c>.
/// </summary>
/// <remarks>Layers compute with channels last; others are turned on the way in and on the way out.</remarks>
/// <example><code>new Conv2D(32, (3, 3), dataFormat: "channels_first", inputShape: [3, 32, 32])</code></example>
public readonly record struct DataFormat
{
    private DataFormat(bool isChannelsFirst) => IsChannelsFirst = isChannelsFirst;

    /// <summary>(batch, ..., channels). The default.</summary>
    public static DataFormat ChannelsLast => default;

    /// <summary>(batch, channels, ...).</summary>
    public static DataFormat ChannelsFirst => new(true);

    /// <summary>Keras's name: <c>channels_last</c> or <c>channels_first</c>.</summary>
    public string Name => IsChannelsFirst ? "channels_first" : "channels_last";

    internal bool IsChannelsFirst { get; }

    /// <summary>The format that a Keras name stands for.</summary>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    public static implicit operator DataFormat(string name)
    {
        MissingName.Refuse("data format", name);
        if (name.Equals("channels_last", StringComparison.OrdinalIgnoreCase)) return ChannelsLast;
        if (name.Equals("channels_first", StringComparison.OrdinalIgnoreCase)) return ChannelsFirst;
        throw new ArgumentException(
            $"Unknown data format '{name}'. Known: channels_first, channels_last. The name of a layer is given as name: \"{name}\".",
            nameof(name));
    }

    /// <summary>As in C#: <c>ChannelsLast</c> or <c>ChannelsFirst</c>.</summary>
    public override string ToString() => IsChannelsFirst ? nameof(ChannelsFirst) : nameof(ChannelsLast);
}
