using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>The part of a config that all layers over images share.</summary>
internal static class ImageConfig
{
    private const string ChannelsLast = "channels_last";

    /// <summary>Accepts the layout (batch, ..., channels).</summary>
    /// <exception cref="NotSupportedException">The config asks for another one.</exception>
    public static void ReadDataFormat(ConfigReader reader)
    {
        if (reader.String("data_format", ChannelsLast) is not { } format || format == ChannelsLast) return;
        throw new NotSupportedException(
            $"{reader.Owner}: expected 'data_format' to be '{ChannelsLast}', the only layout supported, but the config says '{format}'. " +
            "Put the channel axis of the data last, (batch, height, width, channels), and leave 'data_format' out; " +
            "weights have the same layout in both.");
    }

    public static void WriteDataFormat(JsonObject config) => config["data_format"] = ChannelsLast;
}
