using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// Makes the values of each channel equally frequent in each part of an image, within limits (CLAHE; Zuiderveld 1994), in training and in
/// inference.
/// </summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels), or one image · <b>Output</b> the same shape. No weights. Gradients are refused, since
/// there are none.
/// </remarks>
/// <example><code>new ContrastLimitedAdaptiveHistogramEqualization(clipLimit: 2, tileGridSize: 4)</code></example>
public sealed class ContrastLimitedAdaptiveHistogramEqualization : ColorAugmentation
{
    // 256 numbers a tile; more tiles than pixels in a row make no sense.
    private const int MostTiles = 1 << 20;

    private readonly AdaptiveEqualizeOp _op;

    /// <summary>An equalization.</summary>
    /// <param name="valueRange">The smallest and the largest value of pixels.</param>
    /// <param name="clipLimit">
    /// How many times its even share of the pixels of a part one of 256 values may have; what is above is spread over all. 0 for no limit.
    /// </param>
    /// <param name="tileGridSize">Rows and columns of parts, 1 or more; null for 8 and 8.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for the class's name in snake_case, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ContrastLimitedAdaptiveHistogramEqualization(
        ValueRange valueRange = default, double clipLimit = 4, Size2D? tileGridSize = null, DataFormat dataFormat = default,
        string? name = null, Shape? inputShape = null)
        : base(0, valueRange, null, dataFormat, name, inputShape)
    {
        ClipLimit = LayerArguments.NotNegative(this, clipLimit);
        TileGridSize = tileGridSize ?? 8;
        (int rows, int columns) = TileGridSize;
        if (rows < 1 || columns < 1 || (long)rows * columns > MostTiles)
        {
            throw new ArgumentOutOfRangeException(
                nameof(tileGridSize),
                $"{LayerArguments.Describe(this)}: expected a tileGridSize of 1 or more, and at most {MostTiles} tiles, but got " +
                $"{TileGridSize}.");
        }

        _op = new AdaptiveEqualizeOp(TileGridSize, ClipLimit, ValueRange.Low, ValueRange.High);
    }

    /// <summary>How many times its even share a value may have.</summary>
    public float ClipLimit { get; }

    /// <summary>Rows and columns of parts.</summary>
    public Size2D TileGridSize { get; }

    /// <inheritdoc/>
    protected override bool ActsInInference => true;

    internal static ContrastLimitedAdaptiveHistogramEqualization FromConfig(ConfigReader reader) => new(
        ValueRange.Read(reader), reader.Float("clip_limit", 4f), reader.Size2D("tile_grid_size", 8), SpatialConfig.ReadFormat(reader),
        reader.String("name"));

    /// <inheritdoc/>
    protected internal override Tensor TransformImages(Tensor images, ImageTransformation transformation) => Tape.Run(_op, images);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config["clip_limit"] = ClipLimit;
        config["tile_grid_size"] = new JsonArray(TileGridSize.Height, TileGridSize.Width);
        base.WriteConfig(config);
    }
}
