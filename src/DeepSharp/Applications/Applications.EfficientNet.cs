namespace DeepSharp;

// Tan and Le 2019, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks".
public static partial class Applications
{
    /// <summary>
    /// EfficientNetB0: MobileNetV2's blocks with weights for their channels, in sizes that were searched for; 5.3 million weights.
    /// </summary>
    /// <inheritdoc cref="VGG16"/>
    /// <remarks>
    /// <b>Input</b> (batch, height, width, 3), from 32x32 on; 224x224 with the top unless <paramref name="inputShape"/> says else; pixels
    /// from 0 to 255, which a <see cref="Layers.Rescaling"/> and a <see cref="Layers.Normalization"/> in the graph prepare · <b>Output</b>
    /// (batch, classes), or features (batch, height, width, channels) without the top, (batch, channels) if pooled.<br/>
    /// Keras's graph with the weights that were published, <c>weights="imagenet"</c>, has one layer more: a second rescaling behind the
    /// normalization. Let Keras save such a model whole, not only its weights.
    /// </remarks>
    /// <example><code>Model model = Applications.EfficientNetB0(inputShape: [96, 96, 3], classes: 10);</code></example>
    public static Model EfficientNetB0(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "efficientnetb0") =>
        EfficientNetGraph.Build(
            new(1.0, 1.0, 224, 0.2),
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>EfficientNetB1: EfficientNetB0 with more blocks, for images of 240x240; 7.9 million weights.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB1(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "efficientnetb1") =>
        EfficientNetGraph.Build(
            new(1.0, 1.1, 240, 0.2),
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>EfficientNetB2: EfficientNetB0 with more blocks and channels, for images of 260x260; 9.2 million weights.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB2(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "efficientnetb2") =>
        EfficientNetGraph.Build(
            new(1.1, 1.2, 260, 0.3),
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>EfficientNetB3: EfficientNetB0 with more blocks and channels, for images of 300x300; 12 million weights.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB3(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "efficientnetb3") =>
        EfficientNetGraph.Build(
            new(1.2, 1.4, 300, 0.3),
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>EfficientNetB4: EfficientNetB0 with more blocks and channels, for images of 380x380; 19 million weights.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB4(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "efficientnetb4") =>
        EfficientNetGraph.Build(
            new(1.4, 1.8, 380, 0.4),
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>EfficientNetB5: EfficientNetB0 with more blocks and channels, for images of 456x456; 31 million weights.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB5(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "efficientnetb5") =>
        EfficientNetGraph.Build(
            new(1.6, 2.2, 456, 0.4),
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>EfficientNetB6: EfficientNetB0 with more blocks and channels, for images of 528x528; 43 million weights.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB6(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "efficientnetb6") =>
        EfficientNetGraph.Build(
            new(1.8, 2.6, 528, 0.5),
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);

    /// <summary>EfficientNetB7: EfficientNetB0 with more blocks and channels, for images of 600x600; 67 million weights.</summary>
    /// <inheritdoc cref="EfficientNetB0"/>
    public static Model EfficientNetB7(
        bool includeTop = true, string? weights = null, SymbolicTensor? inputTensor = null, Shape? inputShape = null,
        string? pooling = null, int classes = 1000, string? classifierActivation = "softmax", string? name = "efficientnetb7") =>
        EfficientNetGraph.Build(
            new(2.0, 3.1, 600, 0.5),
            new(includeTop, weights, inputTensor, inputShape, pooling, classes, classifierActivation), name);
}
