using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>The mean of each window of an image.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> (batch, newHeight, newWidth, channels). No weights.<br/>
/// Padding does not count: a window at the border is the mean of the pixels that exist.
/// </remarks>
/// <example><code>new AveragePooling2D((2, 2))</code></example>
public sealed class AveragePooling2D : Layer
{
    private readonly Window2D _window;
    private readonly AveragePool2DOp _op;

    /// <summary>A 2-D pooling.</summary>
    /// <param name="poolSize">Height and width of the window; null for 2.</param>
    /// <param name="strides">Step of the window in pixels; null for the size of the window.</param>
    /// <param name="padding"><c>"valid"</c>, the default, or <c>"same"</c>.</param>
    /// <param name="name">A name that is unique in its model; null for <c>average_pooling2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public AveragePooling2D(
        Size2D? poolSize = null, Size2D? strides = null, Padding padding = default, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        Size2D size = LayerArguments.Positive(this, poolSize ?? 2, nameof(poolSize));
        _window = new Window2D(size, LayerArguments.Positive(this, strides ?? size, nameof(strides)), 1, padding);
        _op = new AveragePool2DOp(_window);
    }

    /// <summary>Height and width of the window.</summary>
    public Size2D PoolSize => _window.Size;

    /// <summary>Step of the window in pixels.</summary>
    public Size2D Strides => _window.Strides;

    /// <summary>What the window does at the border.</summary>
    public Padding Padding => _window.Padding;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        Window2D.RequireImages(input);
        return _window.InferShape(input, input[3], "pool");
    }

    internal override ImagePart Reads(Shape input) => ImagePart.Of(_window.Extent(input));

    internal static AveragePooling2D FromConfig(ConfigReader reader)
    {
        ImageConfig.ReadDataFormat(reader);
        Size2D poolSize = reader.Size2D("pool_size", 2);
        Size2D strides = reader.Size2D("strides", poolSize);
        return new AveragePooling2D(poolSize, strides, reader.String("padding", "valid")!, reader.String("name"));
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["pool_size"] = ConfigSchema.Pair(PoolSize);
        config["padding"] = Padding.Name;
        config["strides"] = ConfigSchema.Pair(Strides);
        ImageConfig.WriteDataFormat(config);
    }
}
