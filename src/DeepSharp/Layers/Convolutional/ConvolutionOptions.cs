namespace DeepSharp.Layers;

/// <summary>What all convolutions are told, over however many axes.</summary>
internal sealed record ConvolutionOptions(
    SlidingWindow Window, Activation Activation, bool UseBias, WeightOptions Kernel, WeightOptions Bias)
{
    /// <summary>Which axis is that of the channels.</summary>
    public DataFormat DataFormat { get; init; }

    /// <summary>The penalty that the loss gets for the output; of configs the layer reads it itself.</summary>
    public Regularizer? ActivityRegularizer { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="reader">The layer's config.</param>
    /// <param name="axes">Over how many axes the window slides.</param>
    /// <param name="kernel">Keras's word in front of the kernel's options.</param>
    public static ConvolutionOptions Read(ConfigReader reader, int axes, string kernel = "kernel") => new(
        SpatialConfig.ReadKernel(reader, axes),
        Activation.Read(reader, "activation"),
        reader.Bool("use_bias", true),
        WeightOptions.ReadKernel(reader, kernel),
        WeightOptions.ReadBias(reader))
    {
        DataFormat = SpatialConfig.ReadFormat(reader),
    };
}
