using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>A model whose layers form a chain.</summary>
/// <remarks>
/// If it starts with an <see cref="Input"/>, or its first layer was given an <c>inputShape</c>, the weights are made at once; else by the
/// first call, or by <see cref="Layer.Build(Shape)"/>.
/// </remarks>
/// <example><code>
/// var model = new Sequential(
///     new Conv2D(32, (3, 3), activation: "relu", inputShape: [32, 32, 3]),
///     new MaxPooling2D((2, 2)),
///     new Flatten(),
///     new Dense(10, activation: "softmax"));
/// </code></example>
public sealed partial class Sequential : Model, IEnumerable<Layer>
{
    private volatile LayerChain _layers = LayerChain.Empty;
    private readonly Dictionary<string, Layer> _names = new(StringComparer.Ordinal);
    private Input? _givenInput;
    private InferredInput? _inferred;
    private Input? _chainedInput;

    /// <summary>A chain of layers.</summary>
    /// <exception cref="ArgumentException">Two layers have the same name, or one object is there twice.</exception>
    /// <exception cref="ShapeException">The input shape is known, and a layer cannot take the output of the one before.</exception>
    public Sequential(params ReadOnlySpan<Layer> layers)
        : this(null, layers, null)
    {
    }

    /// <summary>A chain of layers for inputs of a shape.</summary>
    /// <exception cref="ArgumentException">Two layers have the same name, or one object is there twice.</exception>
    /// <exception cref="ShapeException">A layer cannot take the output of the one before.</exception>
    public Sequential(Input input, params ReadOnlySpan<Layer> layers)
        : this(input ?? throw new ArgumentNullException(nameof(input)), layers, null)
    {
    }

    /// <inheritdoc cref="Sequential(ReadOnlySpan{Layer})"/>
    [OverloadResolutionPriority(-1)]
    public Sequential(params Layer[] layers)
        : this(null, layers, null)
    {
    }

    /// <inheritdoc cref="Sequential(Input, ReadOnlySpan{Layer})"/>
    [OverloadResolutionPriority(-1)]
    public Sequential(Input input, params Layer[] layers)
        : this(input ?? throw new ArgumentNullException(nameof(input)), layers, null)
    {
    }

    /// <summary>A chain of layers that are at hand as a list.</summary>
    /// <inheritdoc cref="Sequential(ReadOnlySpan{Layer})"/>
    [OverloadResolutionPriority(-2)]
    public Sequential(IEnumerable<Layer> layers)
        : this(layers, name: null)
    {
    }

    /// <summary>A chain of layers with its own name.</summary>
    /// <param name="layers">The layers, first to last.</param>
    /// <param name="name">The model's name; null for <c>sequential</c>, numbered.</param>
    /// <param name="input">The inputs, where the first layer does not tell.</param>
    /// <exception cref="ArgumentException">Two layers have the same name, or one object is there twice.</exception>
    /// <exception cref="ShapeException">The input shape is known, and a layer cannot take the output of the one before.</exception>
    public Sequential(IEnumerable<Layer> layers, string? name, Input? input = null)
        : this(input, [.. layers], name)
    {
    }

    private Sequential(Input? input, ReadOnlySpan<Layer> layers, string? name)
        : base(name, input?.SampleShape)
    {
        _givenInput = input;
        foreach (Layer layer in layers) Append(layer, isNew: true);
        BuildIfPossible();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Layer> Layers => _layers;

    // For collection initializers, new Sequential { new Dense(4), new Dense(1) }: these call Add.
    IEnumerator<Layer> IEnumerable<Layer>.GetEnumerator() => _layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _layers.GetEnumerator();

    /// <inheritdoc/>
    private protected override string Module => "keras";

    /// <summary>Puts a layer at the end; or an <see cref="DeepSharp.Input"/> at the beginning.</summary>
    /// <remarks>Predictions on other threads are of the layers before or of those after: they and the change wait for each other.</remarks>
    /// <example><code>
    /// var model = new Sequential();
    /// model.Add(new Input([4]));
    /// model.Add(new Dense(3));
    /// </code></example>
    /// <exception cref="ArgumentException">A layer of that name is there already, or the layer holds this model.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another thread trains or evaluates the model, or this one trains, evaluates or predicts, and it is called in a callback, a layer or
    /// a step.
    /// </exception>
    /// <exception cref="ShapeException">The input shape is known, and the layer cannot take the output of the one before.</exception>
    public void Add(Layer layer)
    {
        using LayerOwner.Turn turn = Owner.Enter("Add", withParts: false);
        RunningPasses.RequireNone("Add", this);
        using WeightChange.Turn change = WeightChange.Begin(LayersMark);
        Append(layer, isNew: false);
        try
        {
            if (!IsBuilt || layer is Layers.InputLayer) BuildIfPossible();
            else
            {
                BuildLayer(layer, Outputs[0].Shape);
                SetGraph(new LayerGraph(LayerArguments.Describe(this), Inputs, [layer.Apply(Outputs[0])]));
            }
        }
        catch
        {
            if (_layers.Count > 0 && _layers[^1] == layer) RemoveLast();
            throw;
        }

        OnLayersChanged();
    }

    /// <summary>Takes the last layer off.</summary>
    /// <remarks>Predictions on other threads are of the layers before or of those after: they and the change wait for each other.</remarks>
    /// <returns>The layer, with its weights.</returns>
    /// <exception cref="InvalidOperationException">
    /// There are no layers; or another thread trains or evaluates the model, or this one trains, evaluates or predicts, and it is called in
    /// a callback, a layer or a step.
    /// </exception>
    public Layer Pop()
    {
        using LayerOwner.Turn turn = Owner.Enter("Pop", withParts: false);
        RunningPasses.RequireNone("Pop", this);
        if (_layers.Count == 0)
        {
            throw new InvalidOperationException($"Sequential '{Name}': expected at least one layer to take off, but there is none.");
        }

        using WeightChange.Turn change = WeightChange.Begin(LayersMark);
        Layer last = RemoveLast();
        if (Graph is not null)
        {
            LayerCall call = Outputs[0].Origin!;
            SetGraph(new LayerGraph(LayerArguments.Describe(this), Inputs, [call.Tensors[0]]));
            last.ForgetCall(call);
        }

        OnLayersChanged();
        return last;
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        GraphChecks.InputShapes(this, [input]);
        return OutputShapeFor(input);
    }

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) => [ComputeOutputShape(inputs[0])];

    private protected override Layer? FindLayer(string name) => _names.GetValueOrDefault(name);

    /// <summary>Makes a model from Keras's config of a Sequential. The weights are new ones.</summary>
    /// <exception cref="FormatException">It is no such config.</exception>
    /// <exception cref="ArgumentException">A layer's class is unknown.</exception>
    /// <exception cref="NotSupportedException">A layer asks for an option that its class does not have.</exception>
    public static new Sequential FromConfig(JsonNode config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (string className, JsonObject _) = ConfigGuard.Read("model", () => ConfigSchema.Unwrap(config, "Model"));
        if (className != "Sequential") throw new FormatException($"Model: expected the config of a Sequential but got a {className}.");
        return Read(config, "model") as Sequential
            ?? throw new FormatException("Model: expected the config of a Sequential but got a custom class of that name.");
    }

    /// <inheritdoc/>
    public override Sequential CloneModel() => (Sequential)base.CloneModel();

    internal static Sequential Read(ConfigReader reader)
    {
        Input? input = null;
        var layers = new List<Layer>();
        foreach (JsonNode? item in reader.OptionalList("layers") ?? [])
        {
            (string className, JsonObject config) = ConfigSchema.Unwrap(item, "Sequential");
            switch (className)
            {
                case "InputLayer": input = DeepSharp.Input.Read(new ConfigReader(config, className)); break;
                default: layers.Add(Read(item, "model")); break;
            }
        }

        ConfigSchema.ReadFloat32(reader);
        var model = new Sequential(layers, reader.String("name"), input);
        model.SetOwnTrainable(reader.Bool("trainable", true));
        if (reader.OptionalShape("build_input_shape") is { } shape) model.Build(shape);
        reader.End();
        return model;
    }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input) => Chain(input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var layers = new JsonArray();
        if (FindInput() is { } input) layers.Add((JsonNode)input.ToConfig());
        foreach (Layer layer in _layers) layers.Add((JsonNode)layer.ToConfig());
        config["layers"] = layers;
        if (BuildShape is { } shape) config["build_input_shape"] = ConfigSchema.List(shape);
    }

    private void Append(Layer layer, bool isNew)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer is Layers.InputLayer input)
        {
            _givenInput = _layers.Count == 0 && _givenInput is null ? (Input)input.Tensor : throw new ArgumentException(
                $"Sequential '{Name}': expected an Input before all layers, and only one, but got '{layer.Name}' after " +
                $"{(_layers.Count == 0 ? $"the input '{_givenInput!.Name}'" : $"'{_layers[^1].Name}'")}.");
            return;
        }

        // Nothing holds a model that is only being made.
        if (!isNew) RequireNoCircle(layer);

        // By name, of which there is a set: to compare each layer with all others would take minutes for thousands.
        if (_names.TryAdd(layer.Name, layer))
        {
            _layers = _layers.With(layer);
            layer.IsPart = true;
            OnPartsChange();
            return;
        }

        if (_names[layer.Name] == layer)
        {
            throw new ArgumentException(
                $"Sequential '{Name}': expected each layer once, but '{layer.Name}' is there already. Make a second object.");
        }

        throw new ArgumentException(
            $"Sequential '{Name}': expected layers of different names, but two are called '{layer.Name}'. Give one another name.");
    }

    private Layer RemoveLast()
    {
        Layer last = _layers[^1];
        _layers = _layers.WithoutLast();
        _names.Remove(last.Name);
        OnPartsChange();
        return last;
    }

    private void BuildIfPossible()
    {
        if (_layers.Count > 0 && FindInput() is { } input) Build(input.Shape);
    }

    // The input that was given, or one made of the first layer's inputShape: once, since each takes a name.
    private Input? FindInput()
    {
        if (_givenInput is not null || _layers.Count == 0) return _givenInput;
        Nesting.RequireStack(this);
        if (_layers[0] is Sequential chain) return chain.DeclaredInput(0);
        if (_layers[0] is Model { Graph.Inputs: [Input only] }) return only;
        if (_layers[0].InputShape is not { } shape) return null;
        if (_inferred is { } inferred && inferred.First == _layers[0]) return inferred.Input;
        lock (BuildLock)
        {
            if (_inferred?.First != _layers[0]) _inferred = new InferredInput(_layers[0], new Input(shape, dtype: FirstDType));
            return _inferred.Input;
        }
    }

    // What the first layer wants; of one that takes all kinds of data most often strings.
    private DType FirstDType => _layers.Count > 0 && _layers[0] is DataLayer layer ? layer.InputDType ?? DType.String : DType.Float32;

    // Builds what is not built yet, and describes the chain as a graph.
    private void Chain(Shape input)
    {
        SymbolicTensor first = FindInput() ?? (_chainedInput ??= new Input(input[1..], dtype: FirstDType)), last = first;
        foreach (Layer layer in _layers)
        {
            BuildLayer(layer, last.Shape);
            last = layer.Apply(last);
        }

        SetGraph(new LayerGraph(LayerArguments.Describe(this), [first], [last]));
    }

    private void BuildLayer(Layer layer, Shape input)
    {
        lock (layer.BuildLock)
        {
            if (layer.IsBuilt)
            {
                OutputShapeOf(layer, input);
                return;
            }

            layer.Build(input);
            NameInside(layer);
        }
    }

    private static Shape OutputShapeOf(Layer layer, Shape input)
    {
        Nesting.RequireStack(layer);
        try
        {
            return layer.ComputeOutputShape(input);
        }
        catch (ShapeException exception) when (exception.NameLayer($"{layer.ClassName} '{layer.Name}'"))
        {
            throw;
        }
    }

    private sealed record InferredInput(Layer First, Input Input);
}
