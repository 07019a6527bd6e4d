using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>The graph of an EfficientNet or an EfficientNetV2: groups of blocks, all of them scaled by a few numbers.</summary>
/// <param name="options">What all applications take.</param>
/// <param name="scale">The numbers.</param>
/// <param name="isSecond">Whether it is an EfficientNetV2.</param>
internal sealed class EfficientNetGraph(ApplicationOptions options, EfficientNetGraph.Scale scale, bool isSecond)
{
    // The share of samples for which training leaves out a block: from 0 in the first to this behind the last.
    private const double LastDropRate = 0.2;

    private static readonly float[] s_means = [0.485f, 0.456f, 0.406f];

    // In doubles as in Keras, and floats as configs hold them.
    private static readonly float[] s_variances = [(float)(0.229 * 0.229), (float)(0.224 * 0.224), (float)(0.225 * 0.225)];

    private static readonly EfficientNetBlocks.Group[] s_first =
    [
        new(3, 1, 32, 16, 1, 1), new(3, 2, 16, 24, 6, 2), new(5, 2, 24, 40, 6, 2), new(3, 3, 40, 80, 6, 2), new(5, 3, 80, 112, 6, 1),
        new(5, 4, 112, 192, 6, 2), new(3, 1, 192, 320, 6, 1),
    ];

    private readonly EfficientNetBlocks _blocks = new(isSecond);

    /// <summary>
    /// How many times as many channels and blocks there are, the rows and columns of images with the top, and the share of features that
    /// training drops before the classes.
    /// </summary>
    public readonly record struct Scale(double Width, double Depth, int Size, double DropoutRate);

    /// <summary>An EfficientNet.</summary>
    public static Model Build(Scale scale, ApplicationOptions options, string? name)
    {
        options = options with { PublishedHasMore = true };
        SymbolicTensor start = options.Start(scale.Size, smallest: 32);
        SymbolicTensor x = start.Then(new Rescaling(1.0 / 255)).Then(new Normalization(3));
        return new EfficientNetGraph(options, scale, isSecond: false).Finish(start, x, s_first, name);
    }

    /// <summary>An EfficientNetV2.</summary>
    /// <param name="scale">Its size.</param>
    /// <param name="groups">Its blocks.</param>
    /// <param name="isNormalized">Whether preprocessing is that of EfficientNet, for images of three colours.</param>
    /// <param name="includePreprocessing">Whether pixels are prepared.</param>
    /// <param name="options">What all applications take.</param>
    /// <param name="name">The name of the model.</param>
    public static Model BuildSecond(
        Scale scale, EfficientNetBlocks.Group[] groups, bool isNormalized, bool includePreprocessing, ApplicationOptions options,
        string? name)
    {
        SymbolicTensor start = options.Start(scale.Size, smallest: 32), x = start;
        if (includePreprocessing)
        {
            x = isNormalized && start.Shape[^1] == s_means.Length
                ? x.Then(new Rescaling(1.0 / 255)).Then(new Normalization(3, Tensor.From(s_means), Tensor.From(s_variances)))
                : x.Then(new Rescaling(1.0 / 128, -1));
        }

        return new EfficientNetGraph(options, scale, isSecond: true).Finish(start, x, groups, name);
    }

    private Model Finish(SymbolicTensor start, SymbolicTensor x, EfficientNetBlocks.Group[] groups, string? name)
    {
        x = _blocks.Stem(x, Channels(groups[0].Before));

        // Keras counts the blocks of the second kind before it scales them.
        double count = groups.Sum(group => isSecond ? group.Repeats : Repeats(group));
        int block = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            EfficientNetBlocks.Group group = groups[i] with { Before = Channels(groups[i].Before), After = Channels(groups[i].After) };
            for (int j = 0; j < Repeats(groups[i]); j++)
            {
                x = _blocks.Append(x, group, LastDropRate * block++ / count, $"block{i + 1}{(char)('a' + j)}_");
                group = group with { Before = group.After, Stride = 1 };
            }
        }

        x = EfficientNetBlocks.Activate(_blocks.Convolve(x, Channels(1280), 1, 1, "top_conv", "top_bn"), "top_activation");
        return options.Finish(start, options.IncludeTop ? Classify(x) : options.Pool(x, isNamed: true), name);
    }

    private SymbolicTensor Classify(SymbolicTensor x) => x
        .Then(new GlobalAveragePooling2D(name: "avg_pool"))
        .Then(new Dropout(scale.DropoutRate, name: "top_dropout"))
        .Then(new Dense(
            options.Classes, options.ClassifierActivation ?? "linear",
            kernelInitializer: Initializer.VarianceScaling(1.0 / 3, "fan_out", "uniform"),
            biasInitializer: isSecond ? Initializer.Constant(0) : null, name: "predictions"));

    private int Repeats(EfficientNetBlocks.Group group) => (int)Math.Ceiling(scale.Depth * group.Repeats);

    // The nearest multiple of 8; only the first kind takes the next one where that is more than a tenth below.
    private int Channels(int channels) => isSecond
        ? Math.Max(8, (int)(channels * scale.Width + 4) / 8 * 8) : ConvolutionBlocks.MultipleOf8(channels * scale.Width);
}
