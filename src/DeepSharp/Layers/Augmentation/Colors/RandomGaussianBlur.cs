using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Blurs images at random in training.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights. Beyond the border there are
/// zeros. Results are kept within the range of values.
/// </remarks>
/// <example><code>new RandomGaussianBlur(factor: 0.5, kernelSize: 5, valueRange: (0, 1))</code></example>
public sealed class RandomGaussianBlur : FactorAugmentation
{
    // So that it is no division by 0.
    private const float LeastSigma = 1e-6f;

    private readonly Op _clip;

    /// <summary>A blur.</summary>
    /// <param name="factor">
    /// The probability that an image is blurred, from 0 to 1, or what it is drawn from: a pair, or a number f for (0, f).
    /// </param>
    /// <param name="kernelSize">
    /// Columns and rows of pixels that a pixel is made of, odd; null for 3 and 3. As in Keras, columns come first.
    /// </param>
    /// <param name="sigma">
    /// The deviation in pixels, from 0 to 1, drawn for columns and for rows of a whole batch: a pair, or a number f for (0, f).
    /// </param>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>random_gaussian_blur</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or even.</exception>
    public RandomGaussianBlur(
        FactorRange? factor = null, Size2D? kernelSize = null, FactorRange? sigma = null, ValueRange valueRange = default,
        DataFormat dataFormat = default, long? seed = null, string? name = null, Shape? inputShape = null)
        : base(3, factor ?? 1, 0, 1, valueRange, seed, dataFormat, name, inputShape)
    {
        KernelSize = kernelSize ?? 3;
        Sigma = Factors.Around(this, sigma ?? 1, 0, 1, nameof(sigma));
        _clip = ValueRange.ClipOp();
        (int columns, int rows) = KernelSize;
        if (columns > 0 && rows > 0 && columns % 2 == 1 && rows % 2 == 1 && Math.Max(columns, rows) < MostTaps) return;
        throw new ArgumentOutOfRangeException(
            nameof(kernelSize),
            $"{LayerArguments.Describe(this)}: expected a kernelSize of odd numbers below {MostTaps} but got {KernelSize}.");
    }

    private const int MostTaps = 1 << 16;

    /// <summary>Columns, in place of the height, and rows.</summary>
    public Size2D KernelSize { get; }

    /// <summary>What deviations are drawn from.</summary>
    public FactorRange Sigma { get; }

    internal static RandomGaussianBlur FromConfig(ConfigReader reader) => new(
        FactorRange.Read(reader, "factor", 1), reader.Size2D("kernel_size", 3), FactorRange.Read(reader, "sigma", 1),
        ValueRange.Read(reader),
        SpatialConfig.ReadFormat(reader), reader.OptionalLong("seed"), reader.String("name"));

    /// <inheritdoc/>
    protected internal override void GetBatchTransformation(RandomStream random, Shape images, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        float across = random.Draw(Sigma) + LeastSigma, down = random.Draw(Sigma) + LeastSigma;
        for (int i = 0; i < numbers.Length; i += 3) (numbers[i + 1], numbers[i + 2]) = (across, down);
    }

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        numbers[0] = random.DrawChance(Factor);
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Shape[0] == 0) return images;
        ReadOnlySpan<float> first = transformation[0];
        Tensor across = Gaussian.Weights(KernelSize.Height, first[1]), down = Gaussian.Weights(KernelSize.Width, first[2]);
        Tensor blurred = Tape.Run(BlurOp.Instance, images, down, across);
        return Tape.Run(_clip, Rectangles.Choose(images, blurred, transformation, 0));
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["kernel_size"] = new JsonArray(KernelSize.Height, KernelSize.Width);
        config["sigma"] = Sigma.ToNode();
        base.WriteConfig(config);
    }
}
