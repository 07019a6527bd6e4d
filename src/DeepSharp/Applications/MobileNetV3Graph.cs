using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>The graph of a MobileNetV3.</summary>
internal sealed class MobileNetV3Graph(ApplicationOptions options, double alpha, bool minimalistic)
{
    /// <summary>A block: how much wider it is inside, its filters, kernel and stride, and which of the extras it has.</summary>
    public readonly record struct MobileNetV3Block(
        double Expansion, int Filters, int Kernel, int Stride, bool WeighsChannels, bool IsSwish);

    public Model Build(MobileNetV3Block[] blocks, int lastChannels, double dropoutRate, bool includePreprocessing, string? name)
    {
        Applications.RequireAlpha(alpha, options.Method);
        if (!(dropoutRate is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(dropoutRate), $"Applications.{options.Method}: expected a dropoutRate from 0 to 1 but got {dropoutRate:R}.");
        }

        SymbolicTensor start = options.Start(size: 0, smallest: 32), x = start;
        if (includePreprocessing) x = x.Then(new Rescaling(1.0 / 127.5, -1));
        x = x.Then(new Conv2D(16, 3, 2, "same", useBias: false, name: "conv")).Then(Applications.MobileNetNormalization("conv_bn"));
        x = Activate(x, isSwish: true);
        for (int i = 0; i < blocks.Length; i++) x = Append(x, blocks[i], i);

        x = x.Then(Pointwise(ConvolutionBlocks.MultipleOf8(x.Shape[^1] * 6L), "conv_1"))
            .Then(Applications.MobileNetNormalization("conv_1_bn"));
        x = Activate(x, isSwish: true);
        if (!options.IncludeTop) return options.Finish(start, options.Pool(x, isNamed: true), name);

        int last = alpha > 1 ? ConvolutionBlocks.MultipleOf8(lastChannels * alpha) : lastChannels;
        x = x.Then(new GlobalAveragePooling2D(keepDims: true)).Then(new Conv2D(last, 1, padding: "same", name: "conv_2"));
        x = Activate(x, isSwish: true);
        if (dropoutRate > 0) x = x.Then(new Dropout(dropoutRate));
        x = x.Then(new Conv2D(options.Classes, 1, padding: "same", name: "logits")).Then(new Flatten());
        return options.Finish(start, options.Activate(x), name);
    }

    private SymbolicTensor Append(SymbolicTensor input, MobileNetV3Block block, int id)
    {
        string prefix = id == 0 ? "expanded_conv_" : $"expanded_conv_{id}_";
        int channels = input.Shape[^1], filters = ConvolutionBlocks.MultipleOf8(block.Filters * alpha);
        int inner = ConvolutionBlocks.MultipleOf8(channels * block.Expansion), kernel = minimalistic ? 3 : block.Kernel;
        SymbolicTensor x = input;
        if (id > 0)
        {
            x = x.Then(Pointwise(inner, $"{prefix}expand")).Then(Applications.MobileNetNormalization($"{prefix}expand_bn"));
            x = Activate(x, block.IsSwish);
        }

        if (block.Stride == 2) x = x.Then(ConvolutionBlocks.BeforeStride2(x, kernel, $"{prefix}depthwise_pad"));
        Padding padding = block.Stride == 1 ? "same" : "valid";
        x = x.Then(new DepthwiseConv2D(kernel, block.Stride, padding, useBias: false, name: $"{prefix}depthwise"))
            .Then(Applications.MobileNetNormalization($"{prefix}depthwise_bn"));
        x = Activate(x, block.IsSwish);
        if (block.WeighsChannels && !minimalistic) x = WeighChannels(x, inner, $"{prefix}squeeze_excite_");
        x = x.Then(Pointwise(filters, $"{prefix}project")).Then(Applications.MobileNetNormalization($"{prefix}project_bn"));
        return block.Stride == 1 && channels == filters ? input.Plus(x, $"{prefix}add") : x;
    }

    // Hu et al. 2018, "Squeeze-and-Excitation Networks": a number for each channel, from the means of all.
    private static SymbolicTensor WeighChannels(SymbolicTensor x, int channels, string prefix)
    {
        SymbolicTensor means = x.Then(new GlobalAveragePooling2D(keepDims: true, name: $"{prefix}avg_pool"));
        SymbolicTensor y = means
            .Then(new Conv2D(ConvolutionBlocks.MultipleOf8(channels * 0.25), 1, padding: "same", name: $"{prefix}conv"))
            .Then(new ReLU(name: $"{prefix}relu"))
            .Then(new Conv2D(channels, 1, padding: "same", name: $"{prefix}conv_1"));
        SymbolicTensor factors = (y + 3.0).Then(new ReLU(6)) * (1.0 / 6.0);
        return new Multiply($"{prefix}mul").Apply(x, factors);
    }

    private SymbolicTensor Activate(SymbolicTensor x, bool isSwish) =>
        x.Then(isSwish && !minimalistic ? new ActivationLayer("hard_swish") : new ReLU());

    private static Conv2D Pointwise(int filters, string name) => new(filters, 1, padding: "same", useBias: false, name: name);
}
