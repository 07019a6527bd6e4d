using static TorchSharp.torch;

namespace DeepSharp.Versus;

/// <summary>How libtorch lays out images. Sizes are (batch, channels, rows, columns) either way; the strides differ.</summary>
/// <param name="Suffix">Of the family's name in a measurement's.</param>
/// <param name="IsChannelsLast">Whether the channels of a pixel lie side by side, as DeepSharp has it; usually faster.</param>
internal sealed record Layout(string Suffix, bool IsChannelsLast)
{
    private const string ChannelsLastSuffix = "_nhwc";

    public static Layout[] All { get; } = [new("", false), new(ChannelsLastSuffix, true)];

    /// <summary>The name by which DeepSharp has the same measurement.</summary>
    public static string WithoutSuffix(string name) => name.Replace(ChannelsLastSuffix, "", StringComparison.Ordinal);

    /// <summary>
    /// The same values in this layout. TorchSharp has no contiguous(memory_format), so the axes are moved there and back.
    /// </summary>
    public Tensor Of(Tensor images) =>
        IsChannelsLast ? images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : images;

    /// <summary>The model, with its convolutions' kernels in this layout.</summary>
    public T Of<T>(T model) where T : nn.Module
    {
        if (!IsChannelsLast) return model;
        foreach (TorchSharp.Modules.Conv2d layer in model.modules().OfType<TorchSharp.Modules.Conv2d>())
        {
            layer.weight = new TorchSharp.Modules.Parameter(Of(layer.weight!.detach()));
        }

        return model;
    }
}
