using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Makes images of any size have a given height and width.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> (batch, newHeight, newWidth, channels); or both with channels first. No
/// weights. Gradients go through it.<br/>
/// With one of the options for the aspect ratio the content is not distorted: the largest part of the target's shape is cut out of the
/// middle, or the image is put in the middle of a filled area of that shape, and then resized.
/// </remarks>
/// <example><code>
/// new Resizing(224, 224, inputShape: [Shape.Any, Shape.Any, 3])
/// new Resizing(32, 32, interpolation: "bicubic", antialias: true)
/// </code></example>
public sealed class Resizing : SpatialLayer
{
    private readonly ResizeOp _op;

    /// <summary>A resizing.</summary>
    /// <param name="height">Rows of the output, 1 or more.</param>
    /// <param name="width">Columns of the output, 1 or more.</param>
    /// <param name="interpolation">How pixels between are made: <c>"bilinear"</c>, the default, <c>"nearest"</c>, <c>"bicubic"</c>,
    /// <c>"lanczos3"</c> or <c>"lanczos5"</c>.</param>
    /// <param name="cropToAspectRatio">Whether what does not fit the shape of the target is cut off rather than distorted.</param>
    /// <param name="padToAspectRatio">Whether what is missing of the shape of the target is filled rather than distorted.</param>
    /// <param name="fillMode">How it is filled; <c>"constant"</c> is the only way there is.</param>
    /// <param name="fillValue">What it is filled with.</param>
    /// <param name="antialias">
    /// Whether all pixels count where images become smaller, so that fine patterns are blurred, not distorted.
    /// </param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for <c>resizing</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1, or the fill value is not finite.</exception>
    /// <exception cref="ArgumentException">Both options for the aspect ratio are set, or there is no such fill mode.</exception>
    public Resizing(
        int height, int width, Interpolation interpolation = default, bool cropToAspectRatio = false, bool padToAspectRatio = false,
        string fillMode = "constant", double fillValue = 0, bool antialias = false, DataFormat dataFormat = default, string? name = null,
        Shape? inputShape = null)
        : base(2, dataFormat, name, inputShape)
    {
        LayerArguments.Positive(this, height);
        LayerArguments.Positive(this, width);
        if (cropToAspectRatio && padToAspectRatio)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected cropToAspectRatio or padToAspectRatio but got both. Use one of them.",
                nameof(padToAspectRatio));
        }

        if (fillMode != "constant")
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected the fillMode \"constant\", the only one there is, but got \"{fillMode}\".",
                nameof(fillMode));
        }

        AspectRatio aspectRatio = cropToAspectRatio ? AspectRatio.Crop : padToAspectRatio ? AspectRatio.Pad : AspectRatio.Stretch;
        FillValue = LayerArguments.Finite(this, fillValue);
        _op = new ResizeOp((height, width), interpolation, antialias, aspectRatio, FillValue);
    }

    /// <summary>Rows of the output.</summary>
    public int Height => _op.Size.Height;

    /// <summary>Columns of the output.</summary>
    public int Width => _op.Size.Width;

    /// <summary>How pixels between are made.</summary>
    public Interpolation Interpolation => _op.Interpolation;

    /// <summary>Whether what does not fit the shape of the target is cut off.</summary>
    public bool CropToAspectRatio => _op.AspectRatio == AspectRatio.Crop;

    /// <summary>Whether what is missing of the shape of the target is filled.</summary>
    public bool PadToAspectRatio => _op.AspectRatio == AspectRatio.Pad;

    /// <summary>What it is filled with.</summary>
    public float FillValue { get; }

    /// <summary>Whether all pixels count where images become smaller.</summary>
    public bool Antialias => _op.Antialias;

    internal override bool TakesSamplesApart(bool training) => true;

    internal override bool RunsAhead => ActivityRegularizer is null;

    internal static Resizing FromConfig(ConfigReader reader) => new(
        reader.Int("height"),
        reader.Int("width"),
        reader.String("interpolation", "bilinear")!,
        reader.Bool("crop_to_aspect_ratio", false),
        reader.Bool("pad_to_aspect_ratio", false),
        reader.String("fill_mode", "constant")!,
        reader.Float("fill_value", 0f),
        reader.Bool("antialias", false),
        SpatialConfig.ReadFormat(reader),
        reader.String("name"));

    private protected override Shape OutputShapeOf(Shape input) => _op.InferShape(input);

    private protected override Tensor Compute(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["height"] = Height;
        config["width"] = Width;
        config["interpolation"] = Interpolation.Name;
        config["crop_to_aspect_ratio"] = CropToAspectRatio;
        config["pad_to_aspect_ratio"] = PadToAspectRatio;
        config["fill_mode"] = "constant";
        config["fill_value"] = FillValue;
        config["antialias"] = Antialias;
        SpatialConfig.WriteFormat(config, DataFormat);
    }
}
