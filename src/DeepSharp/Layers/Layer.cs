using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>A building block of a model: it turns a tensor into another, with its own weights.</summary>
/// <remarks>
/// <para>The weights are made by the first <see cref="Apply(Tensor, bool?)"/> or by <see cref="Build(Shape)"/>, when the shape of the input
/// is known; the batch axis
/// does not matter for them.</para>
/// <para>A custom layer overrides <see cref="Call(Tensor, bool)"/>, or <see cref="Call(ReadOnlySpan{Tensor}, bool)"/> to take
/// several inputs, and, if it has weights, <see cref="OnBuild(Shape)"/>.</para>
/// <para>What every layer of Keras takes is a property of every layer here: <see cref="Name"/>, <see cref="Trainable"/> and
/// <see cref="ActivityRegularizer"/>. The dtype is always float32.</para>
/// </remarks>
/// <example><code>
/// new Dense(64, activation: "relu", name: "features") { Trainable = false }
/// </code></example>
public abstract partial class Layer
{
    private readonly List<Variable> _weights = [];
    private readonly List<Variable> _frozen = [];
    private readonly List<Layer> _subLayers = [];
    private Regularizer? _activityRegularizer;

    /// <summary>Sets what all layers have.</summary>
    /// <param name="name">A name that is unique in its model; null for the class's name in snake_case, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, without the batch axis, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">
    /// The name has a slash, control characters or halves of characters, or more than 1,024 letters: no file could hold it.
    /// </exception>
    protected Layer(string? name = null, Shape? inputShape = null)
    {
        Name = name is null ? LayerNames.Next(ClassName) : GivenName.OfPart(ClassName, name);
        InputShape = inputShape;
        Owner = new LayerOwner(this);
    }

    /// <summary>The name, such as <c>conv2d_1</c>.</summary>
    public string Name { get; private set; }

    /// <summary>Keras's class name, such as <c>Conv2D</c>.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>The shape of one input sample that the constructor was given, if it was.</summary>
    public Shape? InputShape { get; }

    /// <summary>
    /// The penalty that the loss gets for the layer's output, if any: that of all its values divided by the number of samples, as in Keras.
    /// Every layer can have one.
    /// </summary>
    /// <example><code>new ReLU { ActivityRegularizer = Regularizer.L1(1e-5f) }</code></example>
    public Regularizer? ActivityRegularizer
    {
        get => _activityRegularizer;
        init => _activityRegularizer = value;
    }

    /// <summary>The shape of the output for an input of a shape; the batch axis may be <see cref="Shape.Any"/>.</summary>
    /// <remarks>
    /// A custom class need not override it: one sample of zeros is then computed, once for each shape, with the weights that
    /// <see cref="OnBuild(Shape)"/> makes. It has to where lengths other than the batch are unknown.
    /// </remarks>
    /// <exception cref="ShapeException">The layer cannot take such inputs.</exception>
    public virtual Shape ComputeOutputShape(Shape input) => TriedOutputShapes([input])[0];

    /// <summary>Copies of the values of all weights, in order.</summary>
    /// <exception cref="InvalidOperationException">Another thread trains the layer: the weights would be of different steps.</exception>
    public Tensor[] GetWeights()
    {
        using LayerOwner.Turn turn = Owner.Enter("GetWeights");
        return [.. Weights.Select(weight => weight.Value.Clone())];
    }

    /// <summary>Sets the values of all weights, in the order of <see cref="Weights"/>. Checks all of them before it changes any.</summary>
    /// <remarks>
    /// Waits for predictions that run on other threads with these weights; those that begin meanwhile wait for it. None sees a mixture.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The layer is not built, or another thread trains it.</exception>
    /// <exception cref="ArgumentException">The number of tensors is not that of the weights.</exception>
    /// <exception cref="ShapeException">A tensor has another shape than its weight.</exception>
    public void SetWeights(IReadOnlyList<Tensor> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        using LayerOwner.Turn turn = Owner.Enter("SetWeights");
        IReadOnlyList<Variable> weights = Weights;
        if (!IsBuilt)
        {
            throw new InvalidOperationException(
                $"{ClassName} '{Name}': expected a layer that is built before SetWeights. Call Build(inputShape) first.");
        }

        if (values.Count != weights.Count)
        {
            throw new ArgumentException(
                $"{ClassName} '{Name}': expected {weights.Count} tensors ({string.Join(", ", weights)}) but got {values.Count}.",
                nameof(values));
        }

        for (int i = 0; i < weights.Count; i++)
        {
            if (values[i].Shape != weights[i].Shape)
            {
                throw new ShapeException(
                    $"{ClassName} '{Name}': expected shape {weights[i].Shape} for weight {i}, '{weights[i].Path}', but got " +
                    $"{values[i].Shape}.");
            }
        }

        using WeightChange.Turn change = WeightChange.Begin(weights);
        for (int i = 0; i < weights.Count; i++) weights[i].Assign(values[i]);
    }

    /// <summary>Keras's object schema: module, class_name, config and, once built, build_config.</summary>
    /// <exception cref="InvalidOperationException">
    /// Models inside hold the same layers so often that no file may describe it; docs/model-files.md has the limits.
    /// </exception>
    public JsonObject ToConfig() => SharedLayers.Write(this, WriteWrapped);

    private JsonObject WriteWrapped()
    {
        var config = new JsonObject { ["name"] = Name, ["trainable"] = Trainable, ["dtype"] = ConfigSchema.Float32() };
        WriteConfig(config);
        if (WritesActivityRegularizer && ActivityRegularizer is { } regularizer) config["activity_regularizer"] = regularizer.ToConfig();
        JsonObject wrapped = LayerRegistry.Classes.Wrap(Module, ClassName, this, config);
        if (IsBuilt) wrapped["build_config"] = BuildConfig();
        CompleteConfig(wrapped);
        return wrapped;
    }

    /// <summary>
    /// Makes a layer, or a model, from what <see cref="ToConfig"/> wrote, or what Keras did. The weights are new ones, and so are those of
    /// what is inside.
    /// </summary>
    /// <exception cref="ArgumentException">The class is unknown; the message lists those that exist.</exception>
    /// <exception cref="FormatException">The config does not fit the class.</exception>
    /// <exception cref="NotSupportedException">The config asks for an option that the class does not have.</exception>
    public static Layer FromConfig(JsonNode config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Read(config, "layer");
    }

    /// <summary>The door through which all configs of layers and models come, those of models inside others too.</summary>
    /// <param name="config">Class and parameters.</param>
    /// <param name="what">What the caller expects, for errors: <c>layer</c> or <c>model</c>.</param>
    internal static Layer Read(JsonNode? config, string what) => ConfigGuard.Read(what, () =>
    {
        (string className, JsonObject parameters) = ConfigSchema.Unwrap(config, what == "model" ? "Model" : "Layer");
        return SharedLayers.Read((JsonObject)config!, className, () => ReadNew(className, config!["registered_name"], parameters));
    });

    private static Layer ReadNew(string className, JsonNode? registeredName, JsonObject parameters)
    {
        Layer? model = null;
        if (!ConfigSchema.IsOwn(registeredName)) TryReadModel(className, parameters, ref model);
        if (model is not null) return model;
        Func<JsonObject, Layer>? create = LayerRegistry.Classes.Find(className, registeredName);
        return create is null ? Create(className, parameters) : CreateRegistered(create, className, parameters);
    }

    // Models come after layers: what knows how one is made lies there.
    static partial void TryReadModel(string className, JsonObject parameters, ref Layer? model);

    /// <summary>Makes a layer by its Keras class name from a config in Keras's names; missing keys take Keras's defaults.</summary>
    internal static Layer Create(string className, JsonObject config)
    {
        var reader = new ConfigReader(config, className);
        Layer layer = LayerTable.Entries[className](reader);
        layer.ReadShared(reader);
        reader.String("name");
        layer.Trainable = reader.Bool("trainable", true);
        reader.End();
        return layer;
    }

    private static Layer CreateRegistered(Func<JsonObject, Layer> create, string className, JsonObject config)
    {
        Layer layer = create(config)
            ?? throw new InvalidOperationException(
                $"{className}: expected the function given to ModelFile.Register to make a layer, not null.");
        var reader = new ConfigReader(config, className);
        layer.ReadShared(reader);
        layer.Name = GivenName.OfPart(className, reader.String("name", layer.Name)!);

        // Only where it is off: setting it reaches all weights, and some may be frozen on their own.
        if (!reader.Bool("trainable", true)) layer.Trainable = false;
        return layer;
    }

    private void ReadShared(ConfigReader reader)
    {
        ReadDType(reader);
        ReadOptions(reader);
        _activityRegularizer = Regularizer.Read(reader, "activity_regularizer") ?? _activityRegularizer;
    }

    /// <summary>Accepts the data type of the config: float32, unless a class of layers takes others.</summary>
    private protected virtual void ReadDType(ConfigReader reader) => ConfigSchema.ReadFloat32(reader);

    /// <summary>Reads what all layers of a base class take besides what their constructors do.</summary>
    private protected virtual void ReadOptions(ConfigReader reader)
    {
    }

    /// <summary>
    /// Whether the config names the penalty for the output, which follows from the layer's own options where it does not.
    /// </summary>
    private protected virtual bool WritesActivityRegularizer => true;

    /// <summary>Keras's module in the config; other than <c>keras.layers</c> for models.</summary>
    private protected virtual string Module => "keras.layers";

    /// <summary>Changes what stands beside the config, where Keras writes a class in its own way.</summary>
    private protected virtual void CompleteConfig(JsonObject wrapped)
    {
    }

    /// <summary>Adds the constructor's options to the config, in Keras's names. Name, trainable and dtype are there.</summary>
    protected virtual void WriteConfig(JsonObject config)
    {
    }

    /// <summary>The layers that <see cref="AddLayer"/> took in, oldest first.</summary>
    protected internal IReadOnlyList<Layer> SubLayers => _subLayers;

    /// <summary>
    /// Takes in a layer that this one is made of: its weights count as this layer's. Call it in the constructor or in
    /// <see cref="OnBuild(Shape)"/>.
    /// </summary>
    /// <returns>The same layer, to keep in a field.</returns>
    /// <exception cref="ArgumentException">The layer is this one, or this one is inside it.</exception>
    /// <example><code>private readonly Dense _dense = ...;   // in the constructor: _dense = AddLayer(new Dense(64));</code></example>
    protected TLayer AddLayer<TLayer>(TLayer layer) where TLayer : Layer
    {
        ArgumentNullException.ThrowIfNull(layer);
        RequireNoCircle(layer);
        if (!layer.IsPart || !_subLayers.Contains(layer)) _subLayers.Add(layer);
        CountPartsChange();
        if (!_trainable) layer.Trainable = false;
        layer.IsPart = true;
        return layer;
    }

    /// <summary>Whether some layer or model has taken this one in, or need not.</summary>
    internal bool IsPart { get; set; }

    /// <summary>Weights that nobody knows of would be neither trained nor saved.</summary>
    internal void RequireTakenIn(Layer caller)
    {
        if (!IsPart && TrainableWeights.Count > 0 && !caller.Parts.Contains(this))
        {
            throw new InvalidOperationException(
                $"{LayerArguments.Describe(caller)}: uses {LayerArguments.Describe(this)} in its Call, but did not take it in, so that " +
                $"its weights would " +
                $"be neither trained nor saved. Expected AddLayer where it is made: _{Name} = AddLayer(new {ClassName}(...)).");
        }

        IsPart = true;
    }

    /// <summary>Makes a weight. Call it in <see cref="OnBuild(Shape)"/>, in Keras's order of weights.</summary>
    /// <param name="name">Keras's name, such as <c>kernel</c>.</param>
    /// <param name="shape">All lengths known.</param>
    /// <param name="initializer">Chooses the first values.</param>
    /// <param name="trainable">False for statistics that training does not change by gradients.</param>
    /// <param name="regularizer">The penalty that the loss gets for the weight; null for none.</param>
    /// <param name="constraint">What the weight has to meet after every step; null for nothing.</param>
    /// <exception cref="ArgumentException">The name is none that a file could hold.</exception>
    /// <exception cref="ShapeException">The constraint does not fit the shape.</exception>
    /// <exception cref="InvalidOperationException">The layer is built.</exception>
    protected Variable AddWeight(
        string name, Shape shape, Initializer initializer, bool trainable = true, Regularizer? regularizer = null,
        Constraint? constraint = null)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        if (IsBuilt)
        {
            throw new InvalidOperationException(
                $"{LayerArguments.Describe(this)}: expected AddWeight before the layer is built, but '{name}' comes after it, as in " +
                $"Call, where it would be made again each time. Make it in OnBuild or in the constructor.");
        }

        GivenName.OfAny($"{LayerArguments.Describe(this)}, AddWeight", name);
        var weight = new Variable(LoadBudget.FirstValues(initializer, shape), name, trainable && _trainable)
        {
            Path = $"{Name}/{name}",
            Regularizer = regularizer,
            Constraint = constraint,
        };
        if (!trainable) _frozen.Add(weight);
        _weights.Add(weight);
        CountPartsChange();
        return weight;
    }

    /// <summary>Makes a weight as its options say.</summary>
    /// <param name="options">How it begins, its penalty and its constraint.</param>
    /// <param name="shape">All lengths known.</param>
    /// <param name="name">Keras's name where it is not that of the options; null for that.</param>
    private protected Variable AddWeight(WeightOptions options, Shape shape, string? name = null) => AddWeight(
        name ?? options.Name, shape, options.Initializer, !options.IsStatistic, options.Regularizer, options.Constraint);

    /// <inheritdoc cref="AddWeight(string, Shape, Initializer, bool, Regularizer, Constraint)"/>
    [OverloadResolutionPriority(-1)]
    protected Variable AddWeight(
        string name, int[] shape, Initializer initializer, bool trainable = true, Regularizer? regularizer = null,
        Constraint? constraint = null) =>
        AddWeight(name, new Shape(shape), initializer, trainable, regularizer, constraint);
}
