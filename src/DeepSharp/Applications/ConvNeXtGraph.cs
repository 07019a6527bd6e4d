using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>The graph of a ConvNeXt: four stages of blocks, with fewer pixels and more channels from each to the next.</summary>
internal static class ConvNeXtGraph
{
    private const double Epsilon = 1e-6, FirstScale = 1e-6;

    // Means and variances of ImageNet's pixels from 0 to 255: red, green and blue.
    private static readonly float[] s_means = [(float)(0.485 * 255), (float)(0.456 * 255), (float)(0.406 * 255)];
    private static readonly float[] s_variances = [Square(0.229 * 255), Square(0.224 * 255), Square(0.225 * 255)];

    /// <summary>Makes the model.</summary>
    /// <param name="blocks">How many blocks the stages have.</param>
    /// <param name="channels">How many channels the stages have.</param>
    /// <param name="includePreprocessing">Whether pixels of three colours are normalized.</param>
    /// <param name="options">What all applications take.</param>
    /// <param name="family">The application's name, with which names of layers begin where the model is given none.</param>
    /// <param name="name">The name of the model.</param>
    public static Model Build(
        int[] blocks, int[] channels, bool includePreprocessing, ApplicationOptions options, string family, string? name)
    {
        string prefix = name ?? family;
        SymbolicTensor start = options.Start(size: 224, smallest: 32), x = start;
        if (includePreprocessing && start.Shape[^1] == s_means.Length)
        {
            x = x.Then(new Normalization(
                mean: Tensor.From(s_means), variance: Tensor.From(s_variances), name: $"{prefix}_prestem_normalization"));
        }

        for (int stage = 0; stage < blocks.Length; stage++)
        {
            x = x.Then(stage == 0 ? Stem(channels[0], prefix) : Downsampling(channels[stage], stage - 1, prefix));
            for (int block = 0; block < blocks[stage]; block++) x = Append(x, channels[stage], $"{prefix}_stage_{stage}_block_{block}");
        }

        if (!options.IncludeTop)
        {
            return options.Finish(start, options.Pool(x, isNamed: false).Then(new LayerNormalization(epsilon: Epsilon)), name);
        }

        x = x.Then(new GlobalAveragePooling2D(name: $"{prefix}_head_gap"))
            .Then(Normalized($"{prefix}_head_layernorm"))
            .Then(new Dense(options.Classes, options.ClassifierActivation ?? "linear", name: $"{prefix}_head_dense"));
        return options.Finish(start, x, name);
    }

    private static Sequential Stem(int channels, string prefix) => new(
        [new Conv2D(channels, 4, 4, name: $"{prefix}_stem_conv"), Normalized($"{prefix}_stem_layernorm")], $"{prefix}_stem");

    private static Sequential Downsampling(int channels, int number, string prefix) => new(
        [
            Normalized($"{prefix}_downsampling_layernorm_{number}"),
            new Conv2D(channels, 2, 2, name: $"{prefix}_downsampling_conv_{number}"),
        ],
        $"{prefix}_downsampling_block_{number}");

    // A depthwise convolution, and two dense layers over channels, which are wider between.
    private static SymbolicTensor Append(SymbolicTensor x, int channels, string name) => x + x
        .Then(new Conv2D(channels, 7, padding: "same", groups: channels, name: $"{name}_depthwise_conv"))
        .Then(Normalized($"{name}_layernorm"))
        .Then(new Dense(4 * channels, name: $"{name}_pointwise_conv_1"))
        .Then(new ActivationLayer("gelu", $"{name}_gelu"))
        .Then(new Dense(channels, name: $"{name}_pointwise_conv_2"))
        .Then(new LayerScale(FirstScale, channels, $"{name}_layer_scale"))
        .Then(new ActivationLayer("linear", $"{name}_identity"));

    private static LayerNormalization Normalized(string name) => new(epsilon: Epsilon, name: name);

    private static float Square(double value) => (float)(value * value);
}
