using DeepSharp.Layers;

namespace DeepSharp;

// Chollet 2016, "Xception: Deep Learning with Depthwise Separable Convolutions".
public static partial class Applications
{
    /// <summary>Xception: residual blocks of separable convolutions; 23 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>
    /// <b>Input</b> (batch, height, width, 3), from 71x71 on; 299x299 with the top unless <paramref name="inputShape"/> says else ·
    /// <b>Output</b> (batch, classes), or features (batch, height, width, channels) without the top, (batch, channels) if pooled.
    /// </remarks>
    /// <example><code>
    /// Model features = Applications.Xception(includeTop: false, inputShape: [150, 150, 3], pooling: "avg");
    /// </code></example>
    public static Model Xception(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "xception")
    {
        var options = new ApplicationOptions(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation);
        SymbolicTensor start = options.Start(size: 299, smallest: 71), x = start;
        x = x.Then(new Conv2D(32, 3, 2, useBias: false, name: "block1_conv1"))
            .Then(new BatchNormalization(name: "block1_conv1_bn"))
            .ThenReLU("block1_conv1_act")
            .Then(new Conv2D(64, 3, useBias: false, name: "block1_conv2"))
            .Then(new BatchNormalization(name: "block1_conv2_bn"))
            .ThenReLU("block1_conv2_act");
        x = XceptionReduction(x, 128, 128, "block2", beginsWithReLU: false);
        x = XceptionReduction(x, 256, 256, "block3");
        x = XceptionReduction(x, 728, 728, "block4");
        for (int block = 5; block <= 12; block++)
        {
            SymbolicTensor before = x;
            for (int i = 1; i <= 3; i++)
            {
                x = XceptionConvolution(x.ThenReLU($"block{block}_sepconv{i}_act"), 728, $"block{block}_sepconv{i}");
            }
            x = x.Plus(before);
        }

        x = XceptionReduction(x, 728, 1024, "block13");
        x = XceptionConvolution(x, 1536, "block14_sepconv1").ThenReLU("block14_sepconv1_act");
        x = XceptionConvolution(x, 2048, "block14_sepconv2").ThenReLU("block14_sepconv2_act");
        return options.Finish(start, options.Head(x, namesPooling: false), name);
    }

    // Two convolutions and a pooling, beside a convolution that leaves out every second pixel.
    private static SymbolicTensor XceptionReduction(SymbolicTensor x, int filters, int lastFilters, string name, bool beginsWithReLU = true)
    {
        SymbolicTensor shortcut = x.Then(new Conv2D(lastFilters, 1, 2, "same", useBias: false)).Then(new BatchNormalization());
        SymbolicTensor y = beginsWithReLU ? x.ThenReLU($"{name}_sepconv1_act") : x;
        y = XceptionConvolution(y, filters, $"{name}_sepconv1").ThenReLU($"{name}_sepconv2_act");
        y = XceptionConvolution(y, lastFilters, $"{name}_sepconv2").Then(new MaxPooling2D(3, 2, "same", name: $"{name}_pool"));
        return y.Plus(shortcut);
    }

    private static SymbolicTensor XceptionConvolution(SymbolicTensor x, int filters, string name) => x
        .Then(new SeparableConv2D(filters, 3, padding: "same", useBias: false, name: name))
        .Then(new BatchNormalization(name: $"{name}_bn"));
}
