using DeepSharp.Layers;

namespace DeepSharp;

// Simonyan and Zisserman 2014, "Very Deep Convolutional Networks for Large-Scale Image Recognition".
public static partial class Applications
{
    /// <summary>
    /// VGG16: 13 convolutions in five blocks and three dense layers; 138 million weights, of which 124 million are the top's.
    /// </summary>
    /// <remarks>
    /// <b>Input</b> (batch, height, width, 3), from 32x32 on; 224x224 with the top unless <paramref name="inputShape"/> says else ·
    /// <b>Output</b> (batch, classes), or features (batch, height, width, channels) without the top, (batch, channels) if pooled.
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
    /// <param name="name">The name of the model; null for an automatic one.</param>
    /// <exception cref="ArgumentException">
    /// An argument is unknown, or the activation is not the one that weights were trained with.
    /// </exception>
    /// <exception cref="ShapeException">The images are too small, or of no known size where the top needs one.</exception>
    /// <exception cref="ModelFileException">The file is of a format that is not read, is damaged, or has other weights.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <example><code>Model model = Applications.VGG16(classes: 10, inputShape: [64, 64, 3]);</code></example>
    public static Model VGG16(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "vgg16") =>
        VGG([2, 2, 3, 3, 3], new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>VGG19: VGG16 with a fourth convolution in each of the last three blocks.</summary>
    /// <inheritdoc cref="VGG16"/>
    public static Model VGG19(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "vgg19") =>
        VGG([2, 2, 4, 4, 4], new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    private static Model VGG(int[] convolutions, ApplicationOptions options, string? name)
    {
        SymbolicTensor start = options.Start(size: 224, smallest: 32), x = start;
        for (int block = 1; block <= convolutions.Length; block++)
        {
            int filters = Math.Min(32 << block, 512);
            for (int i = 1; i <= convolutions[block - 1]; i++)
            {
                x = x.Then(new Conv2D(filters, 3, padding: "same", activation: "relu", name: $"block{block}_conv{i}"));
            }

            x = x.Then(new MaxPooling2D(2, 2, name: $"block{block}_pool"));
        }

        if (!options.IncludeTop) return options.Finish(start, options.Pool(x, isNamed: false), name);
        x = x.Then(new Flatten(name: "flatten"))
            .Then(new Dense(4096, "relu", name: "fc1"))
            .Then(new Dense(4096, "relu", name: "fc2"));
        return options.Finish(start, options.Classify(x), name);
    }
}
