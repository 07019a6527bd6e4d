namespace DeepSharp;

// Tan and Le 2021, "EfficientNetV2: Smaller Models and Faster Training".
public static partial class Applications
{
    private static readonly EfficientNetBlocks.Group[] s_efficientNetV2B =
    [
        new(3, 1, 32, 16, 1, 1, true), new(3, 2, 16, 32, 4, 2, true), new(3, 2, 32, 48, 4, 2, true), new(3, 3, 48, 96, 4, 2),
        new(3, 5, 96, 112, 6, 1), new(3, 8, 112, 192, 6, 2),
    ];

    private static readonly EfficientNetBlocks.Group[] s_efficientNetV2S =
    [
        new(3, 2, 24, 24, 1, 1, true), new(3, 4, 24, 48, 4, 2, true), new(3, 4, 48, 64, 4, 2, true), new(3, 6, 64, 128, 4, 2),
        new(3, 9, 128, 160, 6, 1), new(3, 15, 160, 256, 6, 2),
    ];

    private static readonly EfficientNetBlocks.Group[] s_efficientNetV2M =
    [
        new(3, 3, 24, 24, 1, 1, true), new(3, 5, 24, 48, 4, 2, true), new(3, 5, 48, 80, 4, 2, true), new(3, 7, 80, 160, 4, 2),
        new(3, 14, 160, 176, 6, 1), new(3, 18, 176, 304, 6, 2), new(3, 5, 304, 512, 6, 1),
    ];

    private static readonly EfficientNetBlocks.Group[] s_efficientNetV2L =
    [
        new(3, 4, 32, 32, 1, 1, true), new(3, 7, 32, 64, 4, 2, true), new(3, 7, 64, 96, 4, 2, true), new(3, 10, 96, 192, 4, 2),
        new(3, 19, 192, 224, 6, 1), new(3, 25, 224, 384, 6, 2), new(3, 7, 384, 640, 6, 1),
    ];

    /// <summary>
    /// EfficientNetV2B0: EfficientNetB0 with ordinary convolutions in its first blocks, which are faster; 7.2 million weights.
    /// </summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>
    /// <b>Input</b> (batch, height, width, 3), from 32x32 on; 224x224 with the top unless <paramref name="inputShape"/> says else; pixels
    /// from 0 to 255, which the graph prepares, or from -1 to 1 without <paramref name="includePreprocessing"/> · <b>Output</b> (batch,
    /// classes), or features (batch, height, width, channels) without the top, (batch, channels) if pooled.
    /// </remarks>
    /// <param name="includeTop">Whether the layers that tell the classes are there.</param>
    /// <param name="weights">
    /// The path of a file of weights; null for new ones. Keras's <c>imagenet</c> is refused: nothing is downloaded.
    /// </param>
    /// <param name="inputTensor">Where the graph begins, such as an <see cref="Input"/>; null for an input of its own.</param>
    /// <param name="inputShape">The shape of one image, (height, width, channels); null for the usual one.</param>
    /// <param name="pooling">Without the top: <c>"avg"</c> or <c>"max"</c> over each image; null for none.</param>
    /// <param name="classes">With the top: the number of classes.</param>
    /// <param name="classifierActivation">With the top: the name of the last activation; null for logits.</param>
    /// <param name="includePreprocessing">Whether it begins with layers that prepare pixels from 0 to 255.</param>
    /// <param name="name">The name of the model; null for an automatic one.</param>
    /// <example><code>Model model = Applications.EfficientNetV2B0(inputShape: [96, 96, 3], classes: 10);</code></example>
    public static Model EfficientNetV2B0(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true,
        string? name = "efficientnetv2-b0") =>
        EfficientNetGraph.BuildSecond(
            new(1.0, 1.0, 224, 0.2), s_efficientNetV2B, isNormalized: true, includePreprocessing,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>EfficientNetV2B1: EfficientNetV2B0 with more blocks, for images of 240x240; 8.2 million weights.</summary>
    /// <inheritdoc cref="EfficientNetV2B0"/>
    public static Model EfficientNetV2B1(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true,
        string? name = "efficientnetv2-b1") =>
        EfficientNetGraph.BuildSecond(
            new(1.0, 1.1, 240, 0.2), s_efficientNetV2B, isNormalized: true, includePreprocessing,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>EfficientNetV2B2: EfficientNetV2B0 with more blocks and channels, for images of 260x260; 10 million weights.</summary>
    /// <inheritdoc cref="EfficientNetV2B0"/>
    public static Model EfficientNetV2B2(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true,
        string? name = "efficientnetv2-b2") =>
        EfficientNetGraph.BuildSecond(
            new(1.1, 1.2, 260, 0.2), s_efficientNetV2B, isNormalized: true, includePreprocessing,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>EfficientNetV2B3: EfficientNetV2B0 with more blocks and channels, for images of 300x300; 14 million weights.</summary>
    /// <inheritdoc cref="EfficientNetV2B0"/>
    public static Model EfficientNetV2B3(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true,
        string? name = "efficientnetv2-b3") =>
        EfficientNetGraph.BuildSecond(
            new(1.2, 1.4, 300, 0.2), s_efficientNetV2B, isNormalized: true, includePreprocessing,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>EfficientNetV2S: the small one of those that were searched for, for images of 384x384; 22 million weights.</summary>
    /// <inheritdoc cref="EfficientNetV2B0"/>
    public static Model EfficientNetV2S(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true,
        string? name = "efficientnetv2-s") =>
        EfficientNetGraph.BuildSecond(
            new(1.0, 1.0, 384, 0.2), s_efficientNetV2S, isNormalized: false, includePreprocessing,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>EfficientNetV2M: the middle one of those that were searched for, for images of 480x480; 54 million weights.</summary>
    /// <inheritdoc cref="EfficientNetV2B0"/>
    public static Model EfficientNetV2M(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true,
        string? name = "efficientnetv2-m") =>
        EfficientNetGraph.BuildSecond(
            new(1.0, 1.0, 480, 0.2), s_efficientNetV2M, isNormalized: false, includePreprocessing,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>EfficientNetV2L: the large one of those that were searched for, for images of 480x480; 119 million weights.</summary>
    /// <inheritdoc cref="EfficientNetV2B0"/>
    public static Model EfficientNetV2L(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", bool includePreprocessing = true,
        string? name = "efficientnetv2-l") =>
        EfficientNetGraph.BuildSecond(
            new(1.0, 1.0, 480, 0.2), s_efficientNetV2L, isNormalized: false, includePreprocessing,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);
}
