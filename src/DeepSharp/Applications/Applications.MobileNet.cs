using System.Globalization;
using DeepSharp.Layers;

namespace DeepSharp;

// Howard et al. 2017, "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications".
public static partial class Applications
{
    /// <summary>MobileNet: depthwise convolutions with pointwise ones between them; 4 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <param name="inputShape">The shape of one image, (height, width, channels); null for the usual one.</param>
    /// <param name="alpha">How many times as many channels each layer has.</param>
    /// <param name="depthMultiplier">Kernels for each channel of the depthwise convolutions.</param>
    /// <param name="dropout">With the top: the share of features that training drops.</param>
    /// <param name="includeTop">Whether the layers that tell the classes are there.</param>
    /// <param name="weights">
    /// The path of a file of weights; null for new ones. Keras's <c>imagenet</c> is refused: nothing is downloaded.
    /// </param>
    /// <param name="inputTensor">Where the graph begins, such as an <see cref="Input"/>; null for an input of its own.</param>
    /// <param name="pooling">Without the top: <c>"avg"</c> or <c>"max"</c> over each image; null for none.</param>
    /// <param name="classes">With the top: the number of classes.</param>
    /// <param name="classifierActivation">With the top: the name of the last activation; null for logits.</param>
    /// <param name="name">The name of the model; null for Keras's, such as <c>mobilenet_1.00_224</c>.</param>
    /// <example><code>Model model = Applications.MobileNet(inputShape: [128, 128, 3], alpha: 0.5, classes: 10);</code></example>
    public static Model MobileNet(
        Shape? inputShape = null, double alpha = 1, int depthMultiplier = 1, double dropout = 1e-3, bool includeTop = true,
        string? weights = null, SymbolicTensor? inputTensor = null, string? pooling = null, int classes = 1000,
        string? classifierActivation = "softmax", string? name = null)
    {
        var options = new ApplicationOptions(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation);
        RequireAlpha(alpha, nameof(MobileNet));
        SymbolicTensor start = options.Start(size: 224, smallest: 32);
        SymbolicTensor x = start.Then(new Conv2D(Scaled(32), 3, 2, "same", useBias: false, name: "conv1"))
            .Then(new BatchNormalization(name: "conv1_bn"))
            .Then(new ReLU(6, name: "conv1_relu"));
        (int Filters, int Stride)[] blocks =
        [
            (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
            (1024, 2), (1024, 1),
        ];
        for (int i = 0; i < blocks.Length; i++)
        {
            (int filters, int stride) = blocks[i];
            int id = i + 1;
            if (stride == 2) x = x.Then(new ZeroPadding2D((0, 1), (0, 1), name: $"conv_pad_{id}"));
            Padding padding = stride == 2 ? "valid" : "same";
            x = x.Then(new DepthwiseConv2D(3, stride, padding, depthMultiplier, useBias: false, name: $"conv_dw_{id}"))
                .Then(new BatchNormalization(name: $"conv_dw_{id}_bn"))
                .Then(new ReLU(6, name: $"conv_dw_{id}_relu"))
                .Then(new Conv2D(Scaled(filters), 1, padding: "same", useBias: false, name: $"conv_pw_{id}"))
                .Then(new BatchNormalization(name: $"conv_pw_{id}_bn"))
                .Then(new ReLU(6, name: $"conv_pw_{id}_relu"));
        }

        x = !includeTop ? options.Pool(x, isNamed: false) : options.Activate(
            x.Then(new GlobalAveragePooling2D(keepDims: true))
                .Then(new Dropout(dropout, name: "dropout"))
                .Then(new Conv2D(classes, 1, padding: "same", name: "conv_preds"))
                .Then(new Reshape([classes], "reshape_2")));
        return options.Finish(start, x, name ?? MobileNetName("mobilenet", alpha, start));

        int Scaled(int filters) => (int)(filters * alpha);
    }

    // Python's f"{alpha:0.2f}_{rows}", with None for rows of any number.
    private static string MobileNetName(string family, double alpha, SymbolicTensor start) => string.Create(
        CultureInfo.InvariantCulture, $"{family}_{alpha:0.00}_{(start.Shape[1] == Shape.Any ? "None" : start.Shape[1])}");

    internal static void RequireAlpha(double alpha, string method)
    {
        if (alpha is > 0 and <= 100) return;
        throw new ArgumentOutOfRangeException(
            nameof(alpha),
            string.Create(
                CultureInfo.InvariantCulture, $"Applications.{method}: expected an alpha above 0, at most 100, but got {alpha}."));
    }
}
