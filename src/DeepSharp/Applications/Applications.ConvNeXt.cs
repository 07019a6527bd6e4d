namespace DeepSharp;

// Liu et al. 2022, "A ConvNet for the 2020s".
public static partial class Applications
{
    /// <summary>
    /// ConvNeXtTiny: depthwise convolutions of 7x7 and dense layers over channels, put together like a transformer; 29 million weights.
    /// </summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>
    /// <b>Input</b> (batch, height, width, 3), from 32x32 on; 224x224 with the top unless <paramref name="inputShape"/> says else; pixels
    /// from 0 to 255, or with mean 0 and variance 1 without <paramref name="includePreprocessing"/> · <b>Output</b> (batch, classes), or
    /// features (batch, height, width, channels) without the top, (batch, channels) if pooled.
    /// </remarks>
    /// <param name="includeTop">Whether the layers that tell the classes are there.</param>
    /// <param name="includePreprocessing">Whether it begins with a layer that normalizes pixels of three colours.</param>
    /// <param name="weights">
    /// The path of a file of weights; null for new ones. Keras's <c>imagenet</c> is refused: nothing is downloaded.
    /// </param>
    /// <param name="inputTensor">Where the graph begins, such as an <see cref="Input"/>; null for an input of its own.</param>
    /// <param name="inputShape">The shape of one image, (height, width, channels); null for the usual one.</param>
    /// <param name="pooling">Without the top: <c>"avg"</c> or <c>"max"</c> over each image; null for none.</param>
    /// <param name="classes">With the top: the number of classes.</param>
    /// <param name="classifierActivation">With the top: the name of the last activation; null for logits.</param>
    /// <param name="name">The name of the model, with which those of most layers begin; null for an automatic one.</param>
    /// <example><code>Model model = Applications.ConvNeXtTiny(inputShape: [96, 96, 3], classes: 10);</code></example>
    public static Model ConvNeXtTiny(
        bool includeTop = true, bool includePreprocessing = true, string? weights = null, SymbolicTensor? inputTensor = null,
        Shape? inputShape = null, string? pooling = null, int classes = 1000, string? classifierActivation = "softmax",
        string? name = "convnext_tiny") =>
        ConvNeXtGraph.Build(
            [3, 3, 9, 3], [96, 192, 384, 768], includePreprocessing,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), "convnext_tiny", name);

    /// <summary>ConvNeXtSmall: ConvNeXtTiny with 27 blocks in its third stage; 50 million weights.</summary>
    /// <inheritdoc cref="ConvNeXtTiny"/>
    public static Model ConvNeXtSmall(
        bool includeTop = true, bool includePreprocessing = true, string? weights = null, SymbolicTensor? inputTensor = null,
        Shape? inputShape = null, string? pooling = null, int classes = 1000, string? classifierActivation = "softmax",
        string? name = "convnext_small") =>
        ConvNeXtGraph.Build(
            [3, 3, 27, 3], [96, 192, 384, 768], includePreprocessing,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), "convnext_small", name);

    /// <summary>ConvNeXtBase: ConvNeXtSmall with 128 to 1024 channels; 89 million weights.</summary>
    /// <inheritdoc cref="ConvNeXtTiny"/>
    public static Model ConvNeXtBase(
        bool includeTop = true, bool includePreprocessing = true, string? weights = null, SymbolicTensor? inputTensor = null,
        Shape? inputShape = null, string? pooling = null, int classes = 1000, string? classifierActivation = "softmax",
        string? name = "convnext_base") =>
        ConvNeXtGraph.Build(
            [3, 3, 27, 3], [128, 256, 512, 1024], includePreprocessing,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), "convnext_base", name);

    /// <summary>ConvNeXtLarge: ConvNeXtSmall with 192 to 1536 channels; 198 million weights.</summary>
    /// <inheritdoc cref="ConvNeXtTiny"/>
    public static Model ConvNeXtLarge(
        bool includeTop = true, bool includePreprocessing = true, string? weights = null, SymbolicTensor? inputTensor = null,
        Shape? inputShape = null, string? pooling = null, int classes = 1000, string? classifierActivation = "softmax",
        string? name = "convnext_large") =>
        ConvNeXtGraph.Build(
            [3, 3, 27, 3], [192, 384, 768, 1536], includePreprocessing,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), "convnext_large", name);

    /// <summary>ConvNeXtXLarge: ConvNeXtSmall with 256 to 2048 channels; 350 million weights, 1.4 GB.</summary>
    /// <inheritdoc cref="ConvNeXtTiny"/>
    public static Model ConvNeXtXLarge(
        bool includeTop = true, bool includePreprocessing = true, string? weights = null, SymbolicTensor? inputTensor = null,
        Shape? inputShape = null, string? pooling = null, int classes = 1000, string? classifierActivation = "softmax",
        string? name = "convnext_xlarge") =>
        ConvNeXtGraph.Build(
            [3, 3, 27, 3], [256, 512, 1024, 2048], includePreprocessing,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), "convnext_xlarge", name);
}
