using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// Mixes images with what chains of changes, chosen for each batch, make of them in training (Hendrycks et al. 2020).
/// </summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, 3), or one image · <b>Output</b> the same shape. No weights. Masks are changed and mixed alike;
/// rectangles and labels stay as they are. Among the changes are some without gradients.
/// </remarks>
/// <example><code>new AugMix(valueRange: (0, 255), factor: 0.3)</code></example>
public sealed class AugMix : AugmentationPolicy
{
    private static readonly string[] s_known =
    [
        "random_shear", "random_translation", "random_rotation", "random_posterization", "solarization", "auto_contrast", "equalization",
        "random_brightness", "random_color_degeneration", "random_contrast", "random_sharpness",
    ];

    private const int WithoutColors = 7;

    private readonly Op _clip;
    private readonly int _slot;

    /// <summary>A mixture.</summary>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="numChains">How many chains are mixed, 1 or more.</param>
    /// <param name="chainDepth">How many changes a chain has at most, 1 or more; each may be none.</param>
    /// <param name="factor">How strong they are, from 0 to 1: a pair, or a number f for (0, f); null for 0.3.</param>
    /// <param name="alpha">Of the distributions that shares are drawn from, above 0: the larger, the more equal they are.</param>
    /// <param name="allOps">Whether brightness, colors, contrast and sharpness are among the changes.</param>
    /// <param name="interpolation">How values between pixels are made: <c>"bilinear"</c>, the default, or <c>"nearest"</c>.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>aug_mix</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There is no such interpolation.</exception>
    public AugMix(
        ValueRange valueRange = default, int numChains = 3, int chainDepth = 3, FactorRange? factor = null, double alpha = 1,
        bool allOps = true,
        Interpolation interpolation = default, long? seed = null, DataFormat dataFormat = default, string? name = null,
        Shape? inputShape = null)
        : base(valueRange, factor ?? 0.3, interpolation, seed, dataFormat, name, inputShape)
    {
        NumChains = LayerArguments.Positive(this, numChains);
        ChainDepth = LayerArguments.Positive(this, chainDepth);
        Alpha = OptionNumber.Where((float)alpha > 0f, LayerArguments.Describe(this), alpha, "alpha above 0");
        AllOps = allOps;
        Use(allOps ? s_known : s_known.AsSpan(0, WithoutColors));
        _slot = 1 + Inside.MostNumbers;
        _clip = ValueRange.ClipOp();
        Numbers = RequireCount(1 + numChains * (1 + (double)chainDepth * _slot), nameof(numChains));
    }

    /// <summary>How many chains are mixed.</summary>
    public int NumChains { get; }

    /// <summary>How many changes a chain has at most.</summary>
    public int ChainDepth { get; }

    /// <summary>Of the distributions that shares are drawn from.</summary>
    public float Alpha { get; }

    /// <summary>Whether brightness, colors, contrast and sharpness are among the changes.</summary>
    public bool AllOps { get; }

    private protected override bool ChangesColors => AllOps;

    internal static AugMix FromConfig(ConfigReader reader) => new(
        ValueRange.Read(reader), reader.Int("num_chains", 3), reader.Int("chain_depth", 3), FactorRange.Read(reader, "factor", 0.3),
        reader.Float("alpha", 1f), reader.Bool("all_ops", true), Interpolations.Read(reader), reader.OptionalLong("seed"),
        SpatialConfig.ReadFormat(reader), reader.String("name"));

    // The numbers: the share of the images themselves, the shares of the chains, and for each link what it is and what was drawn for it.
    /// <inheritdoc/>
    protected internal override void GetBatchTransformation(RandomStream random, Shape images, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(random);
        Span<float> first = numbers[..Numbers];
        first[0] = (float)RandomVariates.Beta(random, Alpha, Alpha);

        // A Dirichlet sample: gamma numbers over their sum, by their logarithms.
        Span<float> shares = first.Slice(1, NumChains);
        for (int i = 0; i < NumChains; i++) shares[i] = (float)RandomVariates.LogGamma(random, Alpha);
        float most = System.Numerics.Tensors.TensorPrimitives.Max<float>(shares), sum = 0f;
        foreach (ref float share in shares) sum += share = MathF.Exp(share - most);
        foreach (ref float share in shares) share /= sum;
        for (int link = 0; link < NumChains * ChainDepth; link++) first[PlaceOf(link)] = random.NextInt(Inside.Count + 1);
        for (int start = Numbers; start < numbers.Length; start += Numbers) first.CopyTo(numbers[start..]);
    }

    /// <inheritdoc/>
    protected internal override void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
        for (int link = 0; link < NumChains * ChainDepth; link++)
        {
            int place = PlaceOf(link), choice = (int)numbers[place];
            if (choice < Inside.Count) Inside.Draw(choice, random, image, numbers[(place + 1)..]);
        }
    }

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) =>
        transformation.Images[0] == 0 ? images : Tape.Run(_clip, Mixed(images, transformation, areMasks: false));

    /// <inheritdoc/>
    protected internal override Tensor TransformSegmentationMasks(Tensor masks, ImageTransformation transformation) =>
        transformation.Images[0] == 0 ? masks : Mixed(masks, transformation, areMasks: true);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["num_chains"] = NumChains;
        config["chain_depth"] = ChainDepth;
        config["alpha"] = Alpha;
        config["all_ops"] = AllOps;
        base.WriteConfig(config);
    }

    private Tensor Mixed(Tensor images, ImageTransformation transformation, bool areMasks)
    {
        float own = transformation[0][0];
        Tensor sum = images * own;
        for (int chain = 0; chain < NumChains; chain++)
        {
            Tensor changed = images;
            for (int link = chain * ChainDepth; link < (chain + 1) * ChainDepth; link++)
            {
                int place = PlaceOf(link), choice = (int)transformation[0][place];
                if (choice == Inside.Count) continue;
                ImageTransformation part = Inside.Part(choice, transformation, place + 1);
                ImageAugmentation layer = Inside[choice];
                changed = areMasks ? layer.TransformSegmentationMasks(changed, part) : layer.TransformImages(changed, part);
            }

            sum += changed * ((1f - own) * transformation[0][1 + chain]);
        }

        return sum;
    }

    private int PlaceOf(int link) => 1 + NumChains + link * _slot;
}
