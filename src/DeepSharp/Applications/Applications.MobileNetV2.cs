using DeepSharp.Layers;

namespace DeepSharp;

// Sandler et al. 2018, "MobileNetV2: Inverted Residuals and Linear Bottlenecks".
public static partial class Applications
{
    /// <summary>MobileNetV2: residual blocks that are wide inside and narrow between; 3.5 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <param name="inputShape">The shape of one image, (height, width, channels); null for the usual one.</param>
    /// <param name="alpha">How many times as many channels each layer has.</param>
    /// <param name="includeTop">Whether the layers that tell the classes are there.</param>
    /// <param name="weights">
    /// The path of a file of weights; null for new ones. Keras's <c>imagenet</c> is refused: nothing is downloaded.
    /// </param>
    /// <param name="inputTensor">Where the graph begins, such as an <see cref="Input"/>; null for an input of its own.</param>
    /// <param name="pooling">Without the top: <c>"avg"</c> or <c>"max"</c> over each image; null for none.</param>
    /// <param name="classes">With the top: the number of classes.</param>
    /// <param name="classifierActivation">With the top: the name of the last activation; null for logits.</param>
    /// <param name="name">The name of the model; null for Keras's, such as <c>mobilenetv2_1.00_224</c>.</param>
    /// <example><code>
    /// Model features = Applications.MobileNetV2([96, 96, 3], alpha: 0.35, includeTop: false, pooling: "avg");
    /// </code></example>
    public static Model MobileNetV2(
        Shape? inputShape = null, double alpha = 1, bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = null)
    {
        var options = new ApplicationOptions(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation);
        RequireAlpha(alpha, nameof(MobileNetV2));
        SymbolicTensor start = options.Start(size: 224, smallest: 32);
        SymbolicTensor x = start
            .Then(new Conv2D(ConvolutionBlocks.MultipleOf8(32 * alpha), 3, 2, "same", useBias: false, name: "Conv1"))
            .Then(MobileNetNormalization("bn_Conv1"))
            .Then(new ReLU(6, name: "Conv1_relu"));
        (int Filters, int Stride)[] blocks =
        [
            (16, 1), (24, 2), (24, 1), (32, 2), (32, 1), (32, 1), (64, 2), (64, 1), (64, 1), (64, 1), (96, 1), (96, 1), (96, 1),
            (160, 2), (160, 1), (160, 1), (320, 1),
        ];
        for (int i = 0; i < blocks.Length; i++)
        {
            int filters = ConvolutionBlocks.MultipleOf8((int)(blocks[i].Filters * alpha));
            x = MobileNetV2Block(x, i == 0 ? 1 : 6, filters, blocks[i].Stride, i == 0 ? "expanded_conv_" : $"block_{i}_");
        }

        int last = alpha > 1 ? ConvolutionBlocks.MultipleOf8(1280 * alpha) : 1280;
        x = x.Then(new Conv2D(last, 1, useBias: false, name: "Conv_1"))
            .Then(MobileNetNormalization("Conv_1_bn"))
            .Then(new ReLU(6, name: "out_relu"));
        x = options.Head(x, poolName: null, namesPooling: false);
        return options.Finish(start, x, name ?? MobileNetName("mobilenetv2", alpha, start));
    }

    private static SymbolicTensor MobileNetV2Block(SymbolicTensor input, int expansion, int filters, int stride, string prefix)
    {
        int channels = input.Shape[^1];
        SymbolicTensor x = input;
        if (expansion > 1)
        {
            x = x.Then(new Conv2D(expansion * channels, 1, padding: "same", useBias: false, name: $"{prefix}expand"))
                .Then(MobileNetNormalization($"{prefix}expand_BN"))
                .Then(new ReLU(6, name: $"{prefix}expand_relu"));
        }

        if (stride == 2) x = x.Then(ConvolutionBlocks.BeforeStride2(x, 3, $"{prefix}pad"));
        x = x.Then(new DepthwiseConv2D(3, stride, stride == 1 ? "same" : "valid", useBias: false, name: $"{prefix}depthwise"))
            .Then(MobileNetNormalization($"{prefix}depthwise_BN"))
            .Then(new ReLU(6, name: $"{prefix}depthwise_relu"))
            .Then(new Conv2D(filters, 1, padding: "same", useBias: false, name: $"{prefix}project"))
            .Then(MobileNetNormalization($"{prefix}project_BN"));
        return channels == filters && stride == 1 ? input.Plus(x, $"{prefix}add") : x;
    }

    internal static BatchNormalization MobileNetNormalization(string name) => new(-1, momentum: 0.999, epsilon: 1e-3, name: name);
}
