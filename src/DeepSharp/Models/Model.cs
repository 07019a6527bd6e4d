using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// A network that can be trained: <c>Compile</c>, <c>Fit</c>, <c>Evaluate</c>, <c>Predict</c>, <see cref="Summary"/>.
/// </summary>
/// <remarks>
/// <para>A functional model is all that lies between its inputs and its outputs: several of each, branches, layers that are used more than
/// once.</para>
/// <para>A custom class may derive from it: it takes its layers in with <see cref="Layer.AddLayer"/> and overrides <see
/// cref="Call(Tensor, bool)"/>.</para>
/// <para>A model is itself a layer, so that models nest.</para>
/// </remarks>
/// <example><code>
/// var input = new Input([32, 32, 3]);
/// SymbolicTensor x = new Conv2D(16, 3, padding: "same", activation: "relu").Apply(input);
/// SymbolicTensor y = new Conv2D(16, 3, padding: "same").Apply(x);
/// var model = new Model(input, new Dense(10).Apply(new GlobalAveragePooling2D().Apply(x + y)));
/// </code></example>
public partial class Model : Layer
{
    // Inputs of a few sizes in turn, such as sequences in buckets, each keep their plan.
    private const int MostPlans = 8;

    private readonly Predictor _predictor;
    private LayerGraph? _graph;
    private GraphPlan[] _plans = [];
    private KnownShapes? _knownShapes;
    private Trainer? _trainer;

    /// <summary>The model from its inputs to its outputs.</summary>
    /// <param name="inputs">
    /// An <see cref="DeepSharp.Input"/>, or what some layer gives; several in the order in which values are given, as a list or a tuple, or
    /// a dictionary whose keys are the names by which they are given.
    /// </param>
    /// <param name="outputs">
    /// What the model computes; several in the order in which they are returned, or a dictionary whose keys are the names by which losses,
    /// metrics and targets are given and predictions are returned.
    /// </param>
    /// <param name="name">Null for <c>functional</c>, numbered.</param>
    /// <exception cref="ArgumentException">
    /// An output depends on other inputs too, an input is there twice, or two layers have the same name.
    /// </exception>
    /// <example><code>
    /// var model = new Model((left, right), SymbolicGroup.Named(("classes", classes), ("boxes", boxes)));
    /// model.Compile("adam", new Dictionary&lt;string, string&gt; { ["classes"] = "sparse_categorical_crossentropy", ["boxes"] = "mse" });
    /// Tensor found = model.PredictAll([a, b])["boxes"];
    /// </code></example>
    public Model(SymbolicGroup inputs, SymbolicGroup outputs, string? name = null)
        : this(name)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        GraphChecks.Ends(this, inputs, outputs);
        SetGraph(new LayerGraph(LayerArguments.Describe(this), inputs, outputs).Checked());
        GraphChecks.Names(this, Layers);
        Build([.. inputs.Select(input => input.Shape)]);
    }

    /// <summary>The model from inputs that are at hand as a list.</summary>
    /// <inheritdoc cref="Model(SymbolicGroup, SymbolicGroup, string?)"/>
    [OverloadResolutionPriority(-1)]
    public Model(IEnumerable<Input> inputs, SymbolicGroup outputs, string? name = null)
        : this([.. inputs], outputs, name)
    {
    }

    /// <summary>The model from inputs and to outputs that are at hand as lists.</summary>
    /// <inheritdoc cref="Model(SymbolicGroup, SymbolicGroup, string?)"/>
    [OverloadResolutionPriority(-2)]
    public Model(IEnumerable<Input> inputs, IEnumerable<SymbolicTensor> outputs, string? name = null)
        : this([.. inputs], [.. outputs], name)
    {
    }

    /// <summary>A model whose class says what it computes.</summary>
    /// <param name="name">Null for the class's name in snake_case, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where it is known.</param>
    protected Model(string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        _predictor = new Predictor(this);
    }

    /// <inheritdoc/>
    public override string ClassName => IsFunctional ? "Functional" : base.ClassName;

    /// <summary>
    /// The layers: of a functional model from the inputs to the outputs, in Keras's order, with an <see cref="InputLayer"/> for each input;
    /// else in the order in which they were added.
    /// </summary>
    public virtual IReadOnlyList<Layer> Layers => _graph?.AllLayers ?? SubLayers;

    /// <summary>The inputs of a functional model, and of a <c>Sequential</c> that is built.</summary>
    /// <exception cref="InvalidOperationException">The model has no graph of layers.</exception>
    public SymbolicGroup Inputs => RequireGraph().Inputs;

    /// <summary>The outputs of a functional model, and of a <c>Sequential</c> that is built.</summary>
    /// <exception cref="InvalidOperationException">The model has no graph of layers.</exception>
    public SymbolicGroup Outputs => RequireGraph().Outputs;

    /// <summary>
    /// The calls of layers in a functional model, or in a <c>Sequential</c> that is built, each after those whose outputs it takes.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model has no graph of layers.</exception>
    public IReadOnlyList<LayerCall> Calls => RequireGraph().Calls;

    /// <summary>
    /// The shape of the output of a model that is built and has one, the batch axis included; see also <see cref="Outputs"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The model is not built, or has several outputs.</exception>
    public Shape OutputShape
    {
        get
        {
            RequireBuilt("OutputShape");
            Shape[] shapes = OutputShapes(BuildShapes);
            return shapes is [var shape] ? shape : throw new InvalidOperationException(
                $"{LayerArguments.Describe(this)}, OutputShape: expected a model with one output but it has {shapes.Length}. " +
                "Call ComputeOutputShapes.");
        }
    }

    /// <inheritdoc/>
    private protected override string Module => IsFunctional ? "keras.src.models.functional" : base.Module;

    /// <inheritdoc/>
    private protected override IReadOnlyList<Layer>? ListedLayers => Layers;

    /// <inheritdoc/>
    protected override bool MakesMasks => base.MakesMasks || _graph?.Calls.Any(call => call.Masks.Length > 0) == true;

    // Its layers, and what it was compiled with.
    internal override bool HoldsState => Trainable;

    private bool IsFunctional => GetType() == typeof(Model);

    // A custom class may do anything; a penalty is that of one batch.
    internal override bool TakesSamplesApart(bool training)
    {
        if (!IsFunctional && GetType() != typeof(Sequential)) return false;
        Nesting.RequireStack(this);
        IReadOnlyList<Layer> layers = Layers;
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].ActivityRegularizer is not null || !layers[i].TakesSamplesApart(training)) return false;
        }

        return true;
    }

    /// <summary>The graph of layers, where there is one.</summary>
    internal LayerGraph? Graph => _graph;

    /// <summary>The input that says what shapes are taken; null where nothing does.</summary>
    internal virtual Input? DeclaredInput(int index) => _graph?.Inputs[index] as Input;

    /// <inheritdoc/>
    public override CallSignature Signature => CallSignature.AnyMaskedInputs;

    /// <inheritdoc/>
    protected override int? InputCount => _graph?.Inputs.Count ?? 1;

    /// <summary>The layer of a name.</summary>
    /// <exception cref="ArgumentException">There is no such layer; the message lists those that exist.</exception>
    public Layer GetLayer(string name) => FindLayer(name)
        ?? throw new ArgumentException(
            $"{ClassName} '{Name}': no layer named '{name}'. Layers: " +
            $"{string.Join(", ", Layers.Select(layer => layer.Name))}.", nameof(name));

    /// <summary>The first layer of a name; null where there is none.</summary>
    private protected virtual Layer? FindLayer(string name)
    {
        IReadOnlyList<Layer> layers = Layers;
        return _graph is { } graph && ReferenceEquals(layers, graph.AllLayers)
            ? graph.Find(name)
            : layers.FirstOrDefault(layer => layer.Name == name);
    }

    /// <summary>The layer at a place in <see cref="Layers"/>; negative ones count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public Layer GetLayer(int index)
    {
        IReadOnlyList<Layer> layers = Layers;
        int position = index < 0 ? index + layers.Count : index;
        if ((uint)position < (uint)layers.Count) return layers[position];
        throw new ArgumentOutOfRangeException(
            nameof(index), $"{ClassName} '{Name}': expected a layer from {-layers.Count} to {layers.Count - 1} but got {index}.");
    }

    /// <summary>Writes Keras's table of layers, output shapes and numbers of parameters; of a graph also what each layer takes.</summary>
    /// <param name="output">Where to; null for the console.</param>
    /// <param name="lineLength">
    /// Width of the table in columns; null for 88, for a graph 108, and 12 more with <paramref name="showTrainable"/>, or the terminal's
    /// width less 4, whichever is smaller.
    /// </param>
    /// <param name="expandNested">Whether the layers of models inside this one have their own rows.</param>
    /// <param name="showTrainable">Whether a column says which layers are trained: Y, N, or - for those without weights.</param>
    /// <param name="layerRange">How the names of the first and the last layer to show begin; null for all layers.</param>
    /// <exception cref="ArgumentOutOfRangeException">The table would be too narrow, or too wide, to read.</exception>
    /// <exception cref="ArgumentException">No layer's name begins like one of the range; the message lists those that exist.</exception>
    /// <example><code>model.Summary(expandNested: true, layerRange: ("block2", "block4"));</code></example>
    public void Summary(
        TextWriter? output = null, int? lineLength = null, bool expandNested = false, bool showTrainable = false,
        (string First, string Last)? layerRange = null)
    {
        if (lineLength is < 20 or > 10_000)
        {
            throw new ArgumentOutOfRangeException(
                nameof(lineLength), $"Summary: expected a width from 20 to 10,000 columns but got {lineLength}.");
        }

        new SummaryTable(this, expandNested, showTrainable, layerRange).Write(output ?? Console.Out, lineLength);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => ComputeOutputShapes([input])[0];

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
    {
        if (_graph is null) return ShapesOfTrial(inputs);
        GraphChecks.InputShapes(this, inputs);

        // A model that another one uses many times is asked for the same shapes each time, on every level of nesting.
        long state = InnerState;
        if (_knownShapes is { } known && known.State == state && known.Inputs.AsSpan().SequenceEqual(inputs)) return [.. known.Outputs];
        LoadBudget.CountShapes(_graph.Calls.Count);
        var uses = new GraphUses(_graph);
        Shape[] shapes = _graph.Shapes(inputs, uses);
        Shape[] outputs = [.. _graph.Outputs.Select(output => shapes[uses.PlaceOf(output)])];
        _knownShapes = new KnownShapes(state, inputs.ToArray(), outputs);
        return [.. outputs];
    }

    /// <summary>Makes a model, of any class, of what <see cref="Layer.ToConfig"/> wrote, or Keras did. The weights are new ones.</summary>
    /// <exception cref="FormatException">It is no config of a model; the message names what is wrong.</exception>
    /// <exception cref="ArgumentException">A class is unknown, or layers do not fit together.</exception>
    /// <exception cref="NotSupportedException">A layer asks for an option that its class does not have.</exception>
    /// <example><code>Model sameLayers = Model.FromConfig(model.ToConfig());</code></example>
    public static new Model FromConfig(JsonNode config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return ModelTable.ReadModel(config);
    }

    /// <summary>A model of the same layers with its own weights, new ones. It is not compiled.</summary>
    /// <remarks>The layers keep their names. Copy the weights, if they are wanted, with <c>SetWeights</c>.</remarks>
    /// <exception cref="ArgumentException">
    /// A layer is of a custom class that is not known; see <c>ModelFile.Register</c>.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// The model is larger than what a file may describe; docs/model-files.md has the limits.
    /// </exception>
    /// <example><code>
    /// Model copy = model.CloneModel();
    /// copy.SetWeights(model.GetWeights());
    /// </code></example>
    public virtual Model CloneModel() => FromConfig(ConfigJson.Copy(ToConfig(), "CloneModel"));

    /// <summary>Makes a graph the one that the model computes.</summary>
    private protected void SetGraph(LayerGraph graph)
    {
        (_graph, _plans, _knownShapes) = (graph, [], null);
        CountPartsChange();
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (!IsFunctional) return;
        config.Remove("dtype");
        FunctionalWriter.Write(_graph!, config);
    }

    /// <summary>Computes the output for an input. A custom class overrides this, or one of the forms for several inputs.</summary>
    protected override Tensor Call(Tensor input, bool training) => base.Call(input, training);

    /// <inheritdoc/>
    protected override Tensor Call(ReadOnlySpan<Tensor> inputs, bool training)
    {
        if (_graph is null)
        {
            throw new MissingCallException(this,
                $"{LayerArguments.Describe(this)}: expected a class that overrides Call, since the model was not made of " +
                "symbolic tensors.");
        }

        Tensor output = inputs[0];
        Call(inputs, new Span<Tensor>(ref output), training);
        return output;
    }

    /// <inheritdoc/>
    protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
    {
        if (_graph is null)
        {
            base.Call(inputs, outputs, training);
            return;
        }

        if (_graph.Split is { } split) throw TakesData(split);
        if (outputs.Length == 1) RequireOneOutput(_graph.Outputs.Count);
        GraphChecks.InputShapes(this, inputs);
        PlanFor(_graph, inputs).Run(inputs, outputs, training);
    }

    /// <summary>Builds a custom model by computing one sample of zeros.</summary>
    protected override void OnBuild(Shape input) => BuildByTrial([input]);

    /// <inheritdoc/>
    protected override void OnBuild(ReadOnlySpan<Shape> inputs)
    {
        if (inputs.Length == 1) OnBuild(inputs[0]);
        else BuildByTrial(inputs);
    }

    // A plan is never changed once it is made: several threads may each make one and use it.
    private GraphPlan PlanFor(LayerGraph graph, ReadOnlySpan<Tensor> inputs)
    {
        GraphPlan[] plans = _plans;
        foreach (GraphPlan plan in plans)
        {
            if (plan.Graph == graph && plan.Fits(inputs)) return plan;
        }

        var shapes = new Shape[inputs.Length];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = inputs[i].Shape;
        var made = new GraphPlan(graph, shapes);
        _plans = [made, .. plans.Take(MostPlans - 1)];
        return made;
    }

    private sealed record KnownShapes(long State, Shape[] Inputs, Shape[] Outputs);

    private LayerGraph RequireGraph() => _graph ?? throw new InvalidOperationException(
        $"{LayerArguments.Describe(this)}: expected a model made of symbolic tensors, or a Sequential that is built. " +
        "Call Build(inputShape) first.");

    // What a custom class computes is not known in advance, nor how many outputs: one sample of zeros tells.
    private Shape[] ShapesOfTrial(ReadOnlySpan<Shape> inputs)
    {
        int batch = inputs[0][0];
        try
        {
            Tensor[] outputs = Trial(OneSample(inputs));
            return [.. outputs.Select(output => batch == 1 || output.Rank == 0 ? output.Shape : output.Shape.WithFirst(batch))];
        }
        catch (MissingCallException exception) when (exception.Layer == this)
        {
            // Its own step may train such a model all the same.
            return [[batch, Shape.Any]];
        }
    }

    private void BuildByTrial(ReadOnlySpan<Shape> inputs)
    {
        if (_graph is null) ShapesOfTrial(inputs);
    }
}
