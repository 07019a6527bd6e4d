using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// A layer that changes images at random in training, and with them labels, rectangles and masks: what <see cref="RandomFlip"/> and its
/// kin are, and a base for others. Keras's <c>BaseImagePreprocessingLayer</c>.
/// </summary>
/// <remarks>
/// <para><b>Input</b> (batch, height, width, channels), or one image without the batch axis; or with the channels first · <b>Output</b> the
/// same, unless a class says otherwise. No weights.</para>
/// <para>Applied by itself the layer acts, as in Keras; in a model it acts in training. Layers that come first in a model work in
/// <c>Fit</c> where batches are made, on another thread than the step. The random numbers of an image follow from the seed and its number,
/// so that they are the same for any number of threads.</para>
/// <para>A custom class overrides <see cref="GetRandomTransformation"/>, which draws some numbers for an image, and
/// <see cref="TransformImages"/>; labels, boxes and masks stay as they are unless it says what becomes of them.</para>
/// </remarks>
/// <example><code>
/// sealed class RandomGamma(long? seed = null) : ImageAugmentation(numbers: 1, seed)
/// {
///     protected override void GetRandomTransformation(RandomStream random, Shape image, Span&lt;float&gt; numbers) =&gt;
///         numbers[0] = 0.5f + random.NextSingle();
///
///     protected override Tensor TransformImages(Tensor images, ImageTransformation transformation) =&gt;
///         images.Pow(transformation.Column(0));
/// }
/// </code></example>
public abstract partial class ImageAugmentation : Layer
{
    private static readonly ExpandDimsOp s_toBatch = new(0);

    private readonly RandomStream _random;
    private BoxFormat? _boxFormat;
    private long _images;

    /// <summary>Sets what all such layers have.</summary>
    /// <param name="numbers">How many numbers are drawn for an image, 0 or more.</param>
    /// <param name="seed">Seed of the layer's random numbers; null for the next stream of the process.</param>
    /// <param name="dataFormat">
    /// Which axis is that of the channels: <c>"channels_last"</c>, the default, or <c>"channels_first"</c>.
    /// </param>
    /// <param name="name">A name that is unique in its model; null for the class's name in snake_case, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    protected ImageAugmentation(
        int numbers = 0, long? seed = null, DataFormat dataFormat = default, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numbers);
        (Numbers, Seed, DataFormat) = (numbers, seed, dataFormat);
        _random = DeepSharpRuntime.CreateStream(seed);
    }

    /// <summary>Seed of the layer's own random numbers, if it was given one.</summary>
    public long? Seed { get; private protected set; }

    /// <summary>Which axis is that of the channels.</summary>
    public DataFormat DataFormat { get; }

    /// <summary>The format of rectangles, one of those of <see cref="BoundingBoxes"/>; null where the layer takes none.</summary>
    /// <exception cref="ArgumentException">There is no such format.</exception>
    /// <example><code>new RandomFlip("horizontal") { BoundingBoxFormat = "xyxy" }</code></example>
    public string? BoundingBoxFormat
    {
        get => _boxFormat?.Name;
        init => _boxFormat = value is null ? null : BoxFormat.Of(LayerArguments.Describe(this), value);
    }

    /// <summary>How many numbers are drawn for an image.</summary>
    internal int Numbers { get; private protected set; }

    /// <summary>
    /// Whether the layer does something in inference too. It is then told by <see cref="ImageTransformation.IsTraining"/>.
    /// </summary>
    protected virtual bool ActsInInference => false;

    internal override bool HoldsState => Numbers > 0;

    internal override bool ActsAlone => true;

    internal override bool RunsAhead => ActivityRegularizer is null;

    internal override bool TakesSamplesApart(bool training) =>
        !training && (!ActsInInference || LibraryClasses.Contains(GetType()));

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape input)
    {
        Shape images = ImagesOf(input);
        Size2D size = ComputeOutputSize(new Size2D(images[1], images[2]));
        images = images.With(1, size.Height).With(2, size.Width);
        if (DataFormat.IsChannelsFirst) images = ChannelsFirst.ToFirst(images);
        return input.Rank == 3 ? images[1..] : images;
    }

    /// <summary>
    /// Height and width of the output for those of the input, which may be <see cref="Shape.Any"/>: the same, unless a class says
    /// otherwise.
    /// </summary>
    /// <exception cref="ShapeException">The layer cannot take such images.</exception>
    protected virtual Size2D ComputeOutputSize(Size2D input) => input;

    /// <summary>Looks at the number of channels.</summary>
    /// <exception cref="ShapeException">The layer cannot take such images.</exception>
    private protected virtual void RequireChannels(Shape images)
    {
    }

    /// <summary>Draws what happens to an image.</summary>
    /// <param name="random">The image's own random numbers, the same ones for a seed and a number of the image.</param>
    /// <param name="image">Its shape, (height, width, channels).</param>
    /// <param name="numbers">To be filled. What <see cref="GetBatchTransformation"/> wrote is there, else zeros.</param>
    protected internal virtual void GetRandomTransformation(RandomStream random, Shape image, Span<float> numbers)
    {
    }

    /// <summary>Draws what happens to all images of a batch alike, before what is each one's own.</summary>
    /// <param name="random">The batch's own random numbers.</param>
    /// <param name="images">The shape of the batch, (batch, height, width, channels).</param>
    /// <param name="numbers">Those of all images, one after the other, at first zeros.</param>
    protected internal virtual void GetBatchTransformation(RandomStream random, Shape images, Span<float> numbers)
    {
    }

    /// <summary>Transforms images, (batch, height, width, channels) whatever the layer's data format.</summary>
    /// <param name="images">A batch; one image is a batch of one.</param>
    /// <param name="transformation">What was drawn.</param>
    protected internal abstract Tensor TransformImages(Tensor images, ImageTransformation transformation);

    /// <summary>What becomes of labels, samples first: nothing, unless a class says otherwise.</summary>
    protected internal virtual Tensor TransformLabels(Tensor labels, ImageTransformation transformation) => labels;

    /// <summary>
    /// What becomes of rectangles, (batch, boxes, 4) from left and top to right and bottom in pixels: nothing, unless a class says
    /// otherwise.
    /// </summary>
    protected internal virtual ImageBoxes TransformBoundingBoxes(ImageBoxes boxes, ImageTransformation transformation) => boxes;

    /// <summary>What becomes of masks, (batch, height, width, channels): nothing, unless a class says otherwise.</summary>
    protected internal virtual Tensor TransformSegmentationMasks(Tensor masks, ImageTransformation transformation) => masks;

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor input, bool training)
    {
        Shape shape = ImagesOf(input.Shape);
        if (!training && !ActsInInference) return input.Mask is null ? input : input.WithMask(null);
        return FromImages(TransformImages(ToImages(input), Draw(shape, training)), input.Rank == 3);
    }

    private protected sealed override void ReadOptions(ConfigReader reader)
    {
        if (reader.String("bounding_box_format") is { } format) _boxFormat = BoxFormat.Of(LayerArguments.Describe(this), format);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        SpatialConfig.WriteFormat(config, DataFormat);
        if (BoundingBoxFormat is not null) config["bounding_box_format"] = BoundingBoxFormat;
    }

    /// <summary>The stream for what is drawn for an image of the layer's own count; for tests of what layers inside draw.</summary>
    internal ImageTransformation Draw(Shape images, bool training)
    {
        Tensor numbers = Tensor.Temporary([images[0], Numbers]);
        numbers.Span.Clear();
        if (!training || images[0] == 0) return new ImageTransformation(numbers, images, _random, 0, training);
        long first = ImageCounter.Next(ref _images, images[0]);
        Shape image = images[1..];

        // A callback may call the layer while a batch is made on another thread.
        lock (_random)
        {
            _random.Position = ImageTransformation.PlaceOf(first) + ImageTransformation.BatchWords;
            GetBatchTransformation(_random, images, numbers.Span);
            for (int i = 0; i < images[0]; i++)
            {
                _random.Position = ImageTransformation.PlaceOf(first + i);
                GetRandomTransformation(_random, image, numbers.Span.Slice(i * Numbers, Numbers));
            }
        }

        return new ImageTransformation(numbers, images, _random, first, training);
    }

    /// <summary>The number of the next image, which no call has had.</summary>
    internal long Counted
    {
        get => Volatile.Read(ref _images);
        set => Volatile.Write(ref _images, value);
    }

    // (batch, height, width, channels) of what may be one image, and may have its channels first.
    private Shape ImagesOf(Shape input)
    {
        if (input.Rank is not (3 or 4))
        {
            string form = DataFormat.IsChannelsFirst ? "channels, height, width" : "height, width, channels";
            throw new ShapeException($"expected images of rank 4 (batch, {form}), or one of rank 3, but got {input}.");
        }

        Shape images = input.Rank == 3 ? input.Prepend(1) : input;
        if (DataFormat.IsChannelsFirst) images = ChannelsFirst.ToLast(images);
        RequireChannels(images);
        return images;
    }

    private Tensor ToImages(Tensor input)
    {
        Tensor images = input.Rank == 3 ? Tape.Run(s_toBatch, input) : input;
        return DataFormat.IsChannelsFirst ? ChannelsFirst.ToLast(images) : images;
    }

    private Tensor FromImages(Tensor images, bool isOne)
    {
        Tensor output = DataFormat.IsChannelsFirst ? ChannelsFirst.ToFirst(images) : images;
        if (isOne) output = output.Reshape(output.Shape[1..]);
        return output.Mask is null ? output : output.WithMask(null);
    }
}
