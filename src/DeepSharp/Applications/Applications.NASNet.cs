namespace DeepSharp;

// Zoph et al. 2017, "Learning Transferable Architectures for Scalable Image Recognition".
public static partial class Applications
{
    /// <summary>NASNetMobile: cells that were found by search, in a small network; 5.3 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>
    /// <b>Input</b> (batch, height, width, 3), from 32x32 on, of known size; 224x224 unless <paramref name="inputShape"/> says else ·
    /// <b>Output</b> (batch, classes), or features (batch, height, width, channels) without the top, (batch, channels) if pooled.
    /// </remarks>
    /// <param name="inputShape">The shape of one image, (height, width, channels); null for the usual one.</param>
    /// <param name="includeTop">Whether the layers that tell the classes are there.</param>
    /// <param name="weights">
    /// The path of a file of weights; null for new ones. Keras's <c>imagenet</c> is refused: nothing is downloaded.
    /// </param>
    /// <param name="inputTensor">Where the graph begins, such as an <see cref="Input"/>; null for an input of its own.</param>
    /// <param name="pooling">Without the top: <c>"avg"</c> or <c>"max"</c> over each image; null for none.</param>
    /// <param name="classes">With the top: the number of classes.</param>
    /// <param name="classifierActivation">With the top: the name of the last activation; null for logits.</param>
    /// <param name="name">The name of the model; null for an automatic one.</param>
    /// <example><code>Model model = Applications.NASNetMobile([96, 96, 3], classes: 10);</code></example>
    public static Model NASNetMobile(
        Shape? inputShape = null, bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "nasnet_mobile") =>
        new NASNetGraph(skipsReduction: false).Build(
            stemFilters: 32, filters: 44, cells: 4, size: 224,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>NASNetLarge: as <see cref="NASNetMobile"/>, of more and wider cells, for images of 331x331; 89 million weights.</summary>
    /// <inheritdoc cref="NASNetMobile"/>
    /// <remarks>
    /// <b>Input</b> (batch, height, width, 3), from 32x32 on, of known size; 331x331 unless <paramref name="inputShape"/> says else. Keras
    /// makes a graph for images of any size without the top, which no image fits ·
    /// <b>Output</b> (batch, classes), or features (batch, height, width, channels) without the top, (batch, channels) if pooled.
    /// </remarks>
    public static Model NASNetLarge(
        Shape? inputShape = null, bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "nasnet_large") =>
        new NASNetGraph(skipsReduction: true).Build(
            stemFilters: 96, filters: 168, cells: 6, size: 331,
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);
}
