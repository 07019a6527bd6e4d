namespace DeepSharp;

// Szegedy et al. 2016, "Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning".
public static partial class Applications
{
    /// <summary>InceptionResNetV2: InceptionV3's branches as residuals, scaled down before they are added; 56 million weights.</summary>
    /// <inheritdoc cref="InceptionV3"/>
    /// <example><code>Model features = Applications.InceptionResNetV2(includeTop: false, inputShape: [150, 150, 3]);</code></example>
    public static Model InceptionResNetV2(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "inception_resnet_v2") =>
        InceptionResNetV2Graph.Build(new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);
}
