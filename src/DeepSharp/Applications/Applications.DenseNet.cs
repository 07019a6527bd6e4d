using DeepSharp.Layers;

namespace DeepSharp;

// Huang et al. 2016, "Densely Connected Convolutional Networks".
public static partial class Applications
{
    // Channels that each block adds.
    private const int DenseNetGrowth = 32;

    /// <summary>DenseNet121: every block of a stage sees what all before it made; 8 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <example><code>Model model = Applications.DenseNet121(inputShape: [64, 64, 3], classes: 10);</code></example>
    public static Model DenseNet121(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "densenet121") =>
        DenseNet([6, 12, 24, 16], new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>DenseNet169: DenseNet121 with 32 blocks in each of the last two stages; 14 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    public static Model DenseNet169(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "densenet169") =>
        DenseNet([6, 12, 32, 32], new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>DenseNet201: DenseNet121 with 48 and 32 blocks in the last two stages; 20 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    public static Model DenseNet201(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "densenet201") =>
        DenseNet([6, 12, 48, 32], new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    private static Model DenseNet(int[] blocks, ApplicationOptions options, string? name)
    {
        SymbolicTensor start = options.Start(size: 224, smallest: 32);
        SymbolicTensor x = start.Then(new ZeroPadding2D(3))
            .Then(new Conv2D(64, 7, 2, useBias: false, name: "conv1_conv"))
            .Then(ResNetNormalization("conv1_bn"))
            .ThenReLU("conv1_relu")
            .Then(new ZeroPadding2D(1))
            .Then(new MaxPooling2D(3, 2, name: "pool1"));
        for (int stage = 0; stage < blocks.Length; stage++)
        {
            if (stage > 0) x = DenseNetTransition(x, $"pool{stage + 1}");
            for (int block = 1; block <= blocks[stage]; block++) x = DenseNetBlock(x, $"conv{stage + 2}_block{block}");
        }

        x = x.Then(ResNetNormalization("bn")).ThenReLU("relu");
        return options.Finish(start, options.Head(x), name);
    }

    private static SymbolicTensor DenseNetTransition(SymbolicTensor x, string name) => x
        .Then(ResNetNormalization($"{name}_bn"))
        .ThenReLU($"{name}_relu")
        .Then(new Conv2D(x.Shape[^1] / 2, 1, useBias: false, name: $"{name}_conv"))
        .Then(new AveragePooling2D(2, 2, name: $"{name}_pool"));

    private static SymbolicTensor DenseNetBlock(SymbolicTensor x, string name)
    {
        SymbolicTensor added = x.Then(ResNetNormalization($"{name}_0_bn"))
            .ThenReLU($"{name}_0_relu")
            .Then(new Conv2D(4 * DenseNetGrowth, 1, useBias: false, name: $"{name}_1_conv"))
            .Then(ResNetNormalization($"{name}_1_bn"))
            .ThenReLU($"{name}_1_relu")
            .Then(new Conv2D(DenseNetGrowth, 3, padding: "same", useBias: false, name: $"{name}_2_conv"));
        return new Concatenate(3, $"{name}_concat").Apply(x, added);
    }
}
