using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Layers that are called one after the other as one, mostly augmentations.</summary>
/// <remarks>
/// <b>Input</b> that of the first layer · <b>Output</b> that of the last. In <c>Fit</c> a pipeline of augmentations that comes first in a
/// model works where batches are made.
/// </remarks>
/// <example><code>
/// var augment = new Pipeline([new RandomFlip("horizontal"), new RandomRotation(0.1), new RandomContrast(0.2)]);
/// </code></example>
public sealed class Pipeline : Layer
{
    private readonly Layer[] _layers;

    /// <summary>A pipeline.</summary>
    /// <param name="layers">In order, at least one, each with one input and one output.</param>
    /// <param name="name">A name that is unique in its model; null for <c>pipeline</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">There is no layer, or one is null or works on data.</exception>
    public Pipeline(IReadOnlyList<Layer> layers, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(layers);
        _layers = [.. layers];
        if (_layers.Length == 0 || Array.Exists(_layers, layer => layer is null or { WorksOnData: true }))
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected one layer or more, none of them null or such that works on data.",
                nameof(layers));
        }

        foreach (Layer layer in _layers) AddLayer(layer);
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    internal override bool RunsAhead
    {
        get
        {
            Nesting.RequireStack(this);
            return ActivityRegularizer is null && Array.TrueForAll(_layers, layer => layer.RunsAhead);
        }
    }

    internal override bool ActsAlone => RunsAhead && Array.Exists(_layers, layer => layer.ActsAlone);

    internal override bool TakesSamplesApart(bool training) => Array.TrueForAll(_layers, layer => layer.TakesSamplesApart(training));

    internal static Pipeline FromConfig(ConfigReader reader)
    {
        JsonArray layers = reader.OptionalList("layers") ?? throw reader.Wrong("layers", "a list of layers", reader.Node("layers"));
        if (layers.Count == 0) throw reader.Wrong("layers", "a list of one layer or more", layers);
        return new Pipeline([.. layers.Select(layer => Read(layer, "layer"))], reader.String("name"));
    }

    /// <summary>Transforms images and what belongs to them alike; layers that are no augmentations see the images alone.</summary>
    /// <param name="data">Images, or one, with labels, rectangles and masks as they are there.</param>
    /// <param name="training">Whether layers act as in training.</param>
    /// <exception cref="ShapeException">Something has another shape than belongs to the images.</exception>
    public ImageBatch Apply(ImageBatch data, bool training = true)
    {
        ArgumentNullException.ThrowIfNull(data);
        foreach (Layer layer in _layers)
        {
            data = layer is ImageAugmentation augmentation ? augmentation.Apply(data, training)
                : layer is Pipeline inner ? inner.Apply(data, training)
                : data with { Images = layer.Apply(data.Images, training) };
        }

        return data;
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        foreach (Layer layer in _layers)
        {
            Shape[] outputs = layer.OutputShapes([input]);
            if (outputs.Length != 1)
            {
                throw new ShapeException($"expected layers with one output, but {LayerArguments.Describe(layer)} gives {outputs.Length}.");
            }

            input = outputs[0];
        }

        return input;
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input)
    {
        foreach (Layer layer in _layers)
        {
            BuildInside(layer, input);
            input = layer.OutputShapes([input])[0];
        }
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        foreach (Layer layer in _layers) input = layer.Apply(input, training);
        return input;
    }

    // Keras's class takes the layers and a name, and nothing else.
    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Remove("trainable");
        config.Remove("dtype");
        config["layers"] = new JsonArray([.. _layers.Select(layer => (JsonNode)layer.ToConfig())]);
    }
}
