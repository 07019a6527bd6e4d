using DeepSharp.Layers;

namespace DeepSharp;

// He et al. 2015, "Deep Residual Learning for Image Recognition".
public static partial class Applications
{
    // Keras's, as in the weights that were published first.
    private const double ResNetEpsilon = 1.001e-5;

    /// <summary>ResNet50: residual blocks of three convolutions, normalized after each; 26 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <example><code>Model model = Applications.ResNet50(weights: "resnet50.weights.safetensors");</code></example>
    public static Model ResNet50(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "resnet50") =>
        ResNet([3, 4, 6, 3], new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>ResNet101: ResNet50 with 23 blocks in its third stage; 45 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    public static Model ResNet101(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "resnet101") =>
        ResNet([3, 4, 23, 3], new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>ResNet152: ResNet50 with 8 blocks in its second stage and 36 in its third; 60 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    public static Model ResNet152(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "resnet152") =>
        ResNet([3, 8, 36, 3], new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    private static Model ResNet(int[] blocks, ApplicationOptions options, string? name)
    {
        SymbolicTensor start = options.Start(size: 224, smallest: 32);
        SymbolicTensor x = start.Then(new ZeroPadding2D(3, name: "conv1_pad"))
            .Then(new Conv2D(64, 7, strides: 2, name: "conv1_conv"))
            .Then(ResNetNormalization("conv1_bn"))
            .ThenReLU("conv1_relu")
            .Then(new ZeroPadding2D(1, name: "pool1_pad"))
            .Then(new MaxPooling2D(3, 2, name: "pool1_pool"));
        for (int stage = 0; stage < blocks.Length; stage++)
        {
            for (int block = 0; block < blocks[stage]; block++)
            {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                x = ResNetBlock(x, 64 << stage, stride, hasShortcut: block == 0, $"conv{stage + 2}_block{block + 1}");
            }
        }

        return options.Finish(start, options.Head(x), name);
    }

    private static SymbolicTensor ResNetBlock(SymbolicTensor x, int filters, int stride, bool hasShortcut, string name)
    {
        SymbolicTensor shortcut = !hasShortcut ? x
            : x.Then(new Conv2D(4 * filters, 1, stride, name: $"{name}_0_conv")).Then(ResNetNormalization($"{name}_0_bn"));
        SymbolicTensor y = x.Then(new Conv2D(filters, 1, stride, name: $"{name}_1_conv"))
            .Then(ResNetNormalization($"{name}_1_bn"))
            .ThenReLU($"{name}_1_relu")
            .Then(new Conv2D(filters, 3, padding: "same", name: $"{name}_2_conv"))
            .Then(ResNetNormalization($"{name}_2_bn"))
            .ThenReLU($"{name}_2_relu")
            .Then(new Conv2D(4 * filters, 1, name: $"{name}_3_conv"))
            .Then(ResNetNormalization($"{name}_3_bn"));
        return shortcut.Plus(y, $"{name}_add").ThenReLU($"{name}_out");
    }

    private static BatchNormalization ResNetNormalization(string name) => new(3, epsilon: ResNetEpsilon, name: name);
}
