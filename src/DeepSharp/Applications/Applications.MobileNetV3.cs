namespace DeepSharp;

// Howard et al. 2019, "Searching for MobileNetV3".
public static partial class Applications
{
    /// <summary>MobileNetV3Small: MobileNetV2's blocks with weights for their channels; 2.6 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>
    /// <b>Input</b> (batch, height, width, 3), from 32x32 on, of any size also with the top; pixels from 0 to 255 ·
    /// <b>Output</b> (batch, classes), or features (batch, height, width, channels) without the top, (batch, channels) if pooled.
    /// </remarks>
    /// <param name="inputShape">The shape of one image, (height, width, channels); null for the usual one.</param>
    /// <param name="alpha">How many times as many channels each layer has.</param>
    /// <param name="minimalistic">Whether it does without 5x5 kernels, hard-swish and weights for channels.</param>
    /// <param name="includeTop">Whether the layers that tell the classes are there.</param>
    /// <param name="weights">
    /// The path of a file of weights; null for new ones. Keras's <c>imagenet</c> is refused: nothing is downloaded.
    /// </param>
    /// <param name="inputTensor">Where the graph begins, such as an <see cref="Input"/>; null for an input of its own.</param>
    /// <param name="classes">With the top: the number of classes.</param>
    /// <param name="pooling">Without the top: <c>"avg"</c> or <c>"max"</c> over each image; null for none.</param>
    /// <param name="dropoutRate">With the top: the share of features that training drops; 0 for no such layer.</param>
    /// <param name="classifierActivation">With the top: the name of the last activation; null for logits.</param>
    /// <param name="includePreprocessing">Whether it begins with a layer that brings pixels from 0 to 255 to -1 to 1.</param>
    /// <param name="name">The name of the model; null for an automatic one.</param>
    /// <example><code>Model model = Applications.MobileNetV3Small([96, 96, 3], classes: 10);</code></example>
    public static Model MobileNetV3Small(
        Shape? inputShape = null, double alpha = 1, bool minimalistic = false, bool includeTop = true, string? weights = null,
        SymbolicTensor? inputTensor = null, int classes = 1000, string? pooling = null, double dropoutRate = 0.2,
        string? classifierActivation = "softmax", bool includePreprocessing = true, string? name = "MobileNetV3Small")
    {
        var options = new ApplicationOptions(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation);
        return new MobileNetV3Graph(options, alpha, minimalistic).Build(
            [
                new(1, 16, 3, 2, true, false), new(72.0 / 16, 24, 3, 2, false, false), new(88.0 / 24, 24, 3, 1, false, false),
                new(4, 40, 5, 2, true, true), new(6, 40, 5, 1, true, true), new(6, 40, 5, 1, true, true), new(3, 48, 5, 1, true, true),
                new(3, 48, 5, 1, true, true), new(6, 96, 5, 2, true, true), new(6, 96, 5, 1, true, true), new(6, 96, 5, 1, true, true),
            ],
            1024, dropoutRate, includePreprocessing, name);
    }

    /// <summary>MobileNetV3Large: as <see cref="MobileNetV3Small"/>, of 15 blocks; 5.5 million weights.</summary>
    /// <inheritdoc cref="MobileNetV3Small"/>
    public static Model MobileNetV3Large(
        Shape? inputShape = null, double alpha = 1, bool minimalistic = false, bool includeTop = true, string? weights = null,
        SymbolicTensor? inputTensor = null, int classes = 1000, string? pooling = null, double dropoutRate = 0.2,
        string? classifierActivation = "softmax", bool includePreprocessing = true, string? name = "MobileNetV3Large")
    {
        var options = new ApplicationOptions(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation);
        return new MobileNetV3Graph(options, alpha, minimalistic).Build(
            [
                new(1, 16, 3, 1, false, false), new(4, 24, 3, 2, false, false), new(3, 24, 3, 1, false, false),
                new(3, 40, 5, 2, true, false),
                new(3, 40, 5, 1, true, false), new(3, 40, 5, 1, true, false), new(6, 80, 3, 2, false, true),
                new(2.5, 80, 3, 1, false, true),
                new(2.3, 80, 3, 1, false, true), new(2.3, 80, 3, 1, false, true), new(6, 112, 3, 1, true, true),
                new(6, 112, 3, 1, true, true),
                new(6, 160, 5, 2, true, true), new(6, 160, 5, 1, true, true), new(6, 160, 5, 1, true, true),
            ],
            1280, dropoutRate, includePreprocessing, name);
    }
}
