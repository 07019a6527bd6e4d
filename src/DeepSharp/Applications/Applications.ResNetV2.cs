using DeepSharp.Layers;

namespace DeepSharp;

// He et al. 2016, "Identity Mappings in Deep Residual Networks".
public static partial class Applications
{
    /// <summary>ResNet50V2: residual blocks that normalize before they convolve; 26 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <example><code>Model features = Applications.ResNet50V2(includeTop: false, pooling: "avg");</code></example>
    public static Model ResNet50V2(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "resnet50v2") =>
        ResNetV2([3, 4, 6, 3], new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>ResNet101V2: ResNet50V2 with 23 blocks in its third stage; 45 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    public static Model ResNet101V2(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "resnet101v2") =>
        ResNetV2([3, 4, 23, 3], new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>ResNet152V2: ResNet50V2 with 8 blocks in its second stage and 36 in its third; 60 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    public static Model ResNet152V2(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "resnet152v2") =>
        ResNetV2([3, 8, 36, 3], new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    private static Model ResNetV2(int[] blocks, ApplicationOptions options, string? name)
    {
        SymbolicTensor start = options.Start(size: 224, smallest: 32);
        SymbolicTensor x = start.Then(new ZeroPadding2D(3, name: "conv1_pad"))
            .Then(new Conv2D(64, 7, strides: 2, name: "conv1_conv"))
            .Then(new ZeroPadding2D(1, name: "pool1_pad"))
            .Then(new MaxPooling2D(3, 2, name: "pool1_pool"));
        for (int stage = 0; stage < blocks.Length; stage++)
        {
            for (int block = 0; block < blocks[stage]; block++)
            {
                // The last block of a stage makes the images smaller, but for the last stage.
                int stride = stage < blocks.Length - 1 && block == blocks[stage] - 1 ? 2 : 1;
                x = ResNetV2Block(x, 64 << stage, stride, hasShortcut: block == 0, $"conv{stage + 2}_block{block + 1}");
            }
        }

        x = x.Then(ResNetNormalization("post_bn")).ThenReLU("post_relu");
        return options.Finish(start, options.Head(x), name);
    }

    private static SymbolicTensor ResNetV2Block(SymbolicTensor x, int filters, int stride, bool hasShortcut, string name)
    {
        SymbolicTensor before = x.Then(ResNetNormalization($"{name}_preact_bn")).ThenReLU($"{name}_preact_relu");
        SymbolicTensor shortcut = hasShortcut ? before.Then(new Conv2D(4 * filters, 1, stride, name: $"{name}_0_conv"))
            : stride > 1 ? x.Then(new MaxPooling2D(1, stride)) : x;
        SymbolicTensor y = before.Then(new Conv2D(filters, 1, useBias: false, name: $"{name}_1_conv"))
            .Then(ResNetNormalization($"{name}_1_bn"))
            .ThenReLU($"{name}_1_relu")
            .Then(new ZeroPadding2D(1, name: $"{name}_2_pad"))
            .Then(new Conv2D(filters, 3, stride, useBias: false, name: $"{name}_2_conv"))
            .Then(ResNetNormalization($"{name}_2_bn"))
            .ThenReLU($"{name}_2_relu")
            .Then(new Conv2D(4 * filters, 1, name: $"{name}_3_conv"));
        return shortcut.Plus(y, $"{name}_out");
    }
}
