using System.Text.Json.Nodes;

namespace DeepSharp;

// When and for what shapes the weights are made.
public abstract partial class Layer
{
    private Shape[] _buildShapes = [];

    // Volatile: who sees that the layer is built sees all that its building wrote.
    private volatile bool _isBuilt;
    private bool _isBuilding;

    /// <summary>Whether the weights have been made.</summary>
    public bool IsBuilt => _isBuilt;

    /// <summary>The shape, batch axis included, that the layer was built for: that of its first input. Null before.</summary>
    public Shape? BuildShape => IsBuilt ? _buildShapes[0] : null;

    /// <summary>The shapes of all inputs that the layer was built for.</summary>
    internal ReadOnlySpan<Shape> BuildShapes => _buildShapes;

    /// <summary>
    /// Makes the weights for inputs of a shape. Does nothing if they are there. Of several threads that come at once, as with the first
    /// predictions of a model, one makes them and the others wait for it.
    /// </summary>
    /// <param name="inputShape">With the batch axis, which may be <see cref="Shape.Any"/>.</param>
    /// <exception cref="ShapeException">The layer cannot take such inputs.</exception>
    public void Build(Shape inputShape) => Build([inputShape]);

    /// <summary>The same for a layer with several inputs.</summary>
    /// <param name="inputShapes">One shape for each input, with the batch axis.</param>
    /// <exception cref="ShapeException">The layer cannot take such inputs.</exception>
    /// <exception cref="ArgumentException">The layer takes another number of inputs.</exception>
    /// <exception cref="InvalidOperationException">It is called while the layer is being built, as from its own <c>OnBuild</c>.</exception>
    public void Build(ReadOnlySpan<Shape> inputShapes) => Build(KnownSignature.Plain(inputShapes.Length), inputShapes);

    private void Build(CallForm form, ReadOnlySpan<Shape> inputShapes)
    {
        if (IsBuilt) return;
        Nesting.RequireStack(this);
        lock (BuildLock)
        {
            if (!IsBuilt) BuildOnce(new CallInputs<Shape>(form, inputShapes));
        }
    }

    /// <summary>
    /// Held while the layer is being built or described. Layers are built from the outside in, so that the locks are always taken in the
    /// same order.
    /// </summary>
    internal Lock BuildLock { get; } = new();

    private void BuildOnce(in CallInputs<Shape> call)
    {
        if (_isBuilding)
        {
            throw new InvalidOperationException(
                $"{LayerArguments.Describe(this)}: expected its weights to be made before it is applied or built again, but its OnBuild, " +
                "or its Call on a sample that is tried out, does so. Call the layers inside instead.");
        }

        _isBuilding = true;
        (int weights, int frozen, int layers) = (_weights.Count, _frozen.Count, _subLayers.Count);
        bool isOutermost = BeginPaths();
        try
        {
            bool isKnown = KnowsShapesBefore(call);
            OnBuild(call);
            _hasOwnWeights = true;
            if (!isKnown) RequireArrays(ComputeOutputShapes(call));
            _buildShapes = call.Inputs.ToArray();
            _isBuilt = true;
        }
        catch (ShapeException exception) when (exception.NameLayer(LayerArguments.Describe(this)))
        {
            throw;
        }
        finally
        {
            (_isBuilding, _hasOwnWeights) = (false, false);
            EndPaths(isOutermost);
            if (!IsBuilt) ForgetWeights(weights, frozen, layers);
        }
    }

    /// <summary>
    /// Makes the weights, with <see cref="AddWeight(string, Shape, Initializer, bool, Regularizer, Constraint)"/>. Runs once, after
    /// <see cref="ComputeOutputShape"/> accepted the shape, if the class overrides it.
    /// </summary>
    /// <param name="input">The shape of the inputs; the batch axis may be <see cref="Shape.Any"/>.</param>
    protected virtual void OnBuild(Shape input)
    {
    }

    /// <summary>Makes the weights of a layer with several inputs.</summary>
    /// <param name="inputs">The shapes of the inputs.</param>
    protected virtual void OnBuild(ReadOnlySpan<Shape> inputs) => OnBuild(inputs[0]);

    /// <summary>Makes the weights where they depend on which tensor is which.</summary>
    /// <param name="call">The shapes of the tensors, by the names of the call.</param>
    protected virtual void OnBuild(in CallInputs<Shape> call) => OnBuild(call.Inputs);

    // What no array can hold is refused here, before weights are made and data comes.
    private Shape[] RequireArrays(Shape[] outputs)
    {
        if (outputs is not { Length: > 0 })
        {
            throw new InvalidOperationException(
                $"{LayerArguments.Describe(this)}: expected its ComputeOutputShapes to give the shape of one output or more but it gave " +
                $"{(outputs is null ? "null" : "none")}.");
        }

        foreach (Shape output in outputs) output.RequireArray();
        return outputs;
    }

    // A build that failed half-way leaves nothing behind, so that it can be tried again.
    private void ForgetWeights(int weights, int frozen, int layers)
    {
        _weights.RemoveRange(weights, _weights.Count - weights);
        _frozen.RemoveRange(frozen, _frozen.Count - frozen);
        _subLayers.RemoveRange(layers, _subLayers.Count - layers);
        CountPartsChange();
    }

    private void BuildFor(CallForm form, ReadOnlySpan<Tensor> inputs)
    {
        var shapes = new Shape[inputs.Length];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = inputs[i].Shape;
        Build(form, shapes);
    }

    /// <summary>The shapes that the layer was built for, as Keras writes them.</summary>
    private protected virtual JsonObject BuildConfig()
    {
        if (_buildShapes is [var shape]) return new JsonObject { ["input_shape"] = ConfigSchema.List(shape) };
        var list = new JsonArray();
        foreach (Shape each in _buildShapes) list.Add((JsonNode)ConfigSchema.List(each));
        return new JsonObject { ["input_shape"] = list };
    }
}
