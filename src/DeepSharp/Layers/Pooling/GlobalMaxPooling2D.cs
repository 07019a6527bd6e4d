using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>The maximum of each channel over all pixels of an image.</summary>
/// <remarks>
/// <b>Input</b> (batch, height, width, channels) · <b>Output</b> (batch, channels), or (batch, 1, 1, channels). No weights.<br/>
/// Equal maxima share the gradient, as in Keras.
/// </remarks>
/// <example><code>new GlobalMaxPooling2D()</code></example>
public sealed class GlobalMaxPooling2D : Layer
{
    private readonly GlobalMaxPool2DOp _op;

    /// <summary>A global maximum.</summary>
    /// <param name="keepDims">Whether the axes of height and width stay, with length 1.</param>
    /// <param name="name">A name that is unique in its model; null for <c>global_max_pooling2d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    public GlobalMaxPooling2D(bool keepDims = false, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        KeepDims = keepDims;
        _op = GlobalMaxPool2DOp.For(keepDims);
    }

    /// <summary>Whether the axes of height and width stay, with length 1.</summary>
    public bool KeepDims { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => _op.InferShape(input);

    internal static GlobalMaxPooling2D FromConfig(ConfigReader reader)
    {
        ImageConfig.ReadDataFormat(reader);
        return new GlobalMaxPooling2D(reader.Bool("keepdims", false), reader.String("name"));
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ImageConfig.WriteDataFormat(config);
        config["keepdims"] = KeepDims;
    }
}
