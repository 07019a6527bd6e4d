using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>The parts of a config that all layers over sequences, images or volumes share.</summary>
internal static class SpatialConfig
{
    private const string ChannelsLast = "channels_last";

    /// <summary>Reads which axis is that of the channels; Keras's default is channels last.</summary>
    public static DataFormat ReadFormat(ConfigReader reader) => reader.String("data_format", ChannelsLast) ?? ChannelsLast;

    /// <summary>Writes it.</summary>
    public static void WriteFormat(JsonObject config, DataFormat format) => config["data_format"] = format.Name;

    /// <summary>Reads the window of a convolution.</summary>
    public static SlidingWindow ReadKernel(ConfigReader reader, int axes) => new(
        reader.Sizes("kernel_size", axes),
        reader.Sizes("strides", axes, AxisSizes.All(axes, 1)),
        reader.Sizes("dilation_rate", axes, AxisSizes.All(axes, 1)),
        reader.String("padding", "valid")!);

    /// <summary>Reads the window of a pooling.</summary>
    public static SlidingWindow ReadPool(ConfigReader reader, int axes)
    {
        AxisSizes size = reader.Sizes("pool_size", axes, AxisSizes.All(axes, 2));
        return new SlidingWindow(size, reader.Sizes("strides", axes, size), reader.String("padding", "valid")!);
    }

    /// <summary>Writes the window of a convolution.</summary>
    public static void WriteKernel(JsonObject config, in SlidingWindow window, DataFormat format)
    {
        config["kernel_size"] = ConfigSchema.Sizes(window.Size);
        config["strides"] = ConfigSchema.Sizes(window.Strides);
        config["padding"] = window.Padding.Name;
        WriteFormat(config, format);
        config["dilation_rate"] = ConfigSchema.Sizes(window.Dilation);
    }

    /// <summary>Writes the window of a pooling.</summary>
    public static void WritePool(JsonObject config, in SlidingWindow window, DataFormat format)
    {
        config["pool_size"] = ConfigSchema.Sizes(window.Size);
        config["padding"] = window.Padding.Name;
        config["strides"] = ConfigSchema.Sizes(window.Strides);
        WriteFormat(config, format);
    }
}
