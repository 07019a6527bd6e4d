namespace DeepSharp;

// Szegedy et al. 2015, "Rethinking the Inception Architecture for Computer Vision".
public static partial class Applications
{
    /// <summary>InceptionV3: blocks of branches with kernels of several sizes side by side; 24 million weights.</summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>
    /// <b>Input</b> (batch, height, width, 3), from 75x75 on; 299x299 with the top unless <paramref name="inputShape"/> says else ·
    /// <b>Output</b> (batch, classes), or features (batch, height, width, channels) without the top, (batch, channels) if pooled.
    /// </remarks>
    /// <example><code>Model features = Applications.InceptionV3(includeTop: false, inputShape: [150, 150, 3]);</code></example>
    public static Model InceptionV3(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "inception_v3") =>
        InceptionV3Graph.Build(new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);
}
