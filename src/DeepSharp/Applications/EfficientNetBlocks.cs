using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>The blocks of EfficientNet, or of EfficientNetV2, which normalizes faster and leaves padding to the convolutions.</summary>
internal sealed class EfficientNetBlocks(bool isSecond)
{
    /// <summary>
    /// Some blocks: their kernel, how many, channels before and after, how much wider they are inside, and the first one's stride.
    /// </summary>
    public readonly record struct Group(int Kernel, int Repeats, int Before, int After, int Expansion, int Stride, bool IsFused = false);

    /// <summary>The initializer of all kernels of convolutions.</summary>
    public static Initializer KernelInitializer { get; } = Initializer.VarianceScaling(2, "fan_out", "truncated_normal");

    /// <summary>Appends a block.</summary>
    /// <param name="input">Its channels are those that the group has before it.</param>
    /// <param name="group">What the block is like.</param>
    /// <param name="dropRate">
    /// The share of samples for which training leaves the block out, where it has a residual; 0 for no such layer.
    /// </param>
    /// <param name="prefix">Before the names of its layers.</param>
    public SymbolicTensor Append(SymbolicTensor input, Group group, double dropRate, string prefix)
    {
        SymbolicTensor x = group.IsFused ? Fused(input, group, prefix) : Mobile(input, group, prefix);
        if (group.Stride != 1 || group.Before != group.After) return x;
        if (dropRate > 0) x = x.Then(new Dropout(dropRate, [Shape.Any, 1, 1, 1], name: $"{prefix}drop"));
        return x.Plus(input, $"{prefix}add");
    }

    /// <summary>A convolution that is normalized.</summary>
    public SymbolicTensor Convolve(SymbolicTensor x, int filters, int kernel, int stride, string name, string normalizationName) => x
        .Then(new Conv2D(filters, kernel, stride, "same", useBias: false, kernelInitializer: KernelInitializer, name: name))
        .Then(Normalization(normalizationName));

    /// <summary>The first convolution, which halves the image.</summary>
    public SymbolicTensor Stem(SymbolicTensor x, int filters)
    {
        if (!isSecond) x = x.Then(ConvolutionBlocks.BeforeStride2(x, 3, "stem_conv_pad"));
        return Activate(
            x.Then(new Conv2D(
                    filters, 3, 2, isSecond ? "same" : "valid", useBias: false, kernelInitializer: KernelInitializer, name: "stem_conv"))
                .Then(Normalization("stem_bn")),
            "stem_activation");
    }

    public static SymbolicTensor Activate(SymbolicTensor x, string name) => x.Then(new ActivationLayer("swish", name));

    // Wider, a depthwise convolution, factors for the channels, and narrow again.
    private SymbolicTensor Mobile(SymbolicTensor x, Group group, string prefix)
    {
        int inner = group.Before * group.Expansion;
        if (group.Expansion > 1)
        {
            x = Activate(Convolve(x, inner, 1, 1, $"{prefix}expand_conv", $"{prefix}expand_bn"), $"{prefix}expand_activation");
        }

        bool pads = !isSecond && group.Stride == 2;
        if (pads) x = x.Then(ConvolutionBlocks.BeforeStride2(x, group.Kernel, $"{prefix}dwconv_pad"));
        x = x.Then(new DepthwiseConv2D(
                group.Kernel, group.Stride, pads ? "valid" : "same", useBias: false, depthwiseInitializer: KernelInitializer,
                name: $"{prefix}{(isSecond ? "dwconv2" : "dwconv")}"))
            .Then(Normalization($"{prefix}bn"));
        x = WeighChannels(Activate(x, $"{prefix}activation"), inner, Math.Max(1, group.Before / 4), $"{prefix}se_");
        return Convolve(x, group.After, 1, 1, $"{prefix}project_conv", $"{prefix}project_bn");
    }

    // An ordinary convolution in the place of the depthwise one and the one before it.
    private SymbolicTensor Fused(SymbolicTensor x, Group group, string prefix)
    {
        if (group.Expansion == 1)
        {
            x = Convolve(x, group.After, group.Kernel, group.Stride, $"{prefix}project_conv", $"{prefix}project_bn");
            return Activate(x, $"{prefix}project_activation");
        }

        int inner = group.Before * group.Expansion;
        x = Convolve(x, inner, group.Kernel, group.Stride, $"{prefix}expand_conv", $"{prefix}expand_bn");
        x = Activate(x, $"{prefix}expand_activation");
        return Convolve(x, group.After, 1, 1, $"{prefix}project_conv", $"{prefix}project_bn");
    }

    // Hu et al. 2018, "Squeeze-and-Excitation Networks": a factor for each channel, from the means of all.
    private static SymbolicTensor WeighChannels(SymbolicTensor x, int channels, int squeezed, string prefix)
    {
        SymbolicTensor factors = x.Then(new GlobalAveragePooling2D(name: $"{prefix}squeeze"))
            .Then(new Reshape([1, 1, channels], $"{prefix}reshape"))
            .Then(new Conv2D(
                squeezed, 1, padding: "same", activation: "swish", kernelInitializer: KernelInitializer, name: $"{prefix}reduce"))
            .Then(new Conv2D(
                channels, 1, padding: "same", activation: "sigmoid", kernelInitializer: KernelInitializer, name: $"{prefix}expand"));
        return new Multiply($"{prefix}excite").Apply(x, factors);
    }

    private BatchNormalization Normalization(string name) => new(3, isSecond ? 0.9 : 0.99, name: name);
}
