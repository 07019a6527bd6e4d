using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DeepSharp;

// The ways to apply a layer: to tensors, which computes, and to symbolic tensors, which describes a model.
public abstract partial class Layer
{
    private readonly List<LayerCall> _calls = [];
    private KnownCounts? _knownCounts;

    /// <summary>
    /// What the layer was first applied to in the description of a model. Layers with several inputs have <see cref="Calls"/> only.
    /// </summary>
    /// <exception cref="InvalidOperationException">The layer is in no model, or has several inputs.</exception>
    public SymbolicTensor Input => OwnTensor is { } own ? own : FirstCall.Operands is [var input]
        ? input
        : throw new InvalidOperationException($"{LayerArguments.Describe(this)}: expected a layer with one input, but it has " +
            $"{FirstCall.Operands.Length}.");

    /// <summary>What the first of its calls in the description of a model gave; for feature extraction and transfer learning.</summary>
    /// <exception cref="InvalidOperationException">The layer is in no model, or has several outputs.</exception>
    /// <example><code>var features = new Model(model.Inputs, model.GetLayer("block5").Output);</code></example>
    public SymbolicTensor Output => OwnTensor is { } own ? own : FirstCall.Outputs is [var output]
        ? output
        : throw new InvalidOperationException(
            $"{LayerArguments.Describe(this)}: expected a layer with one output, but it has {FirstCall.Outputs.Length}.");

    /// <summary>The calls in descriptions of models, oldest first.</summary>
    internal IReadOnlyList<LayerCall> Calls => _calls;

    /// <summary>Computes the layer's output.</summary>
    /// <param name="input">The input, batch axis first.</param>
    /// <param name="training">
    /// Whether layers that act differently in training, such as Dropout, do so. Null for: as the layer does in whose <c>Call</c> this is,
    /// and not at all elsewhere.
    /// </param>
    /// <exception cref="ShapeException">The input does not fit the layer or the shape that it was built for.</exception>
    /// <exception cref="InvalidOperationException">
    /// The layer in whose <c>Call</c> this is did not take this one in with <see cref="AddLayer"/>.
    /// </exception>
    public Tensor Apply(Tensor input, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!IsBuilt) Build(input.Shape);
        bool asInTraining = CallScope.ActsAsInTraining(training);
        CallScope outer = CallScope.Enter(this, asInTraining);
        try
        {
            Tensor output = Call(input, asInTraining) ?? throw NoOutput(0);
            if (ActivityRegularizer is not null) AddActivityPenalty(output);
            return PassMaskOn(input, output);
        }
        catch (ShapeException exception) when (exception.NameLayer(LayerArguments.Describe(this)))
        {
            throw;
        }
        finally
        {
            CallScope.Leave(outer);
        }
    }

    /// <summary>Computes the output of a layer with several inputs, such as <c>Add</c>.</summary>
    /// <param name="inputs">The inputs, in order.</param>
    /// <param name="training">
    /// Whether layers that act differently in training do so; null for: as the layer does in whose <c>Call</c> this is.
    /// </param>
    /// <exception cref="ShapeException">The inputs do not fit the layer or each other.</exception>
    /// <exception cref="ArgumentException">The layer takes another number of inputs, or gives several outputs.</exception>
    /// <example><code>Tensor sum = new Add().Apply([x, y]);</code></example>
    public Tensor Apply(ReadOnlySpan<Tensor> inputs, bool? training = null)
    {
        int count = OutputCount(inputs);
        if (count != 1) throw NotOneOutput(count);
        Tensor output = inputs[0];
        Execute(inputs, new Span<Tensor>(ref output), CallScope.ActsAsInTraining(training));
        return output;
    }

    /// <summary>Computes all outputs of a layer, for those that give several.</summary>
    /// <param name="inputs">The inputs, in order.</param>
    /// <param name="training">
    /// Whether layers that act differently in training do so; null for: as the layer does in whose <c>Call</c> this is.
    /// </param>
    /// <exception cref="ShapeException">The inputs do not fit the layer or each other.</exception>
    /// <exception cref="ArgumentException">The layer takes another number of inputs.</exception>
    public Tensor[] ApplyAll(ReadOnlySpan<Tensor> inputs, bool? training = null)
    {
        var outputs = new Tensor[OutputCount(inputs)];
        Execute(inputs, outputs, CallScope.ActsAsInTraining(training));
        return outputs;
    }

    /// <summary>Describes the layer's output for the input of a model that is being made. Builds the layer.</summary>
    /// <exception cref="ShapeException">The input does not fit the layer.</exception>
    /// <exception cref="ArgumentException">The layer takes several inputs, or gives several outputs.</exception>
    /// <example><code>SymbolicTensor x = new Dense(64, activation: "relu").Apply(new Input([784]));</code></example>
    public SymbolicTensor Apply(SymbolicTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Apply([input]);
    }

    /// <summary>Describes the layer's output where the layer always acts in one way, whether the model is being trained or not.</summary>
    /// <param name="input">The input.</param>
    /// <param name="training">
    /// False for a layer, or a model that was trained before, that is to act as in prediction while others are trained; true for one that
    /// is random in prediction too.
    /// </param>
    /// <exception cref="ShapeException">The input does not fit the layer.</exception>
    /// <exception cref="ArgumentException">The layer takes several inputs, or gives several outputs.</exception>
    /// <example><code>SymbolicTensor features = pretrained.Apply(image, training: false);</code></example>
    public SymbolicTensor Apply(SymbolicTensor input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        SymbolicTensor[] outputs = ApplyAll([input], (bool?)training);
        return outputs is [var output] ? output : throw NotOneOutput(outputs.Length);
    }

    /// <summary>The same for a layer with several inputs: <c>new Concatenate().Apply(x, y)</c>.</summary>
    /// <exception cref="ShapeException">The inputs do not fit the layer or each other.</exception>
    /// <exception cref="ArgumentException">The layer takes another number of inputs, or gives several outputs.</exception>
    public SymbolicTensor Apply(params ReadOnlySpan<SymbolicTensor> inputs)
    {
        SymbolicTensor[] outputs = ApplyAll(inputs);
        return outputs is [var output] ? output : throw NotOneOutput(outputs.Length);
    }

    /// <inheritdoc cref="Apply(ReadOnlySpan{SymbolicTensor})"/>
    [OverloadResolutionPriority(-1)]
    public SymbolicTensor Apply(params SymbolicTensor[] inputs) => Apply((ReadOnlySpan<SymbolicTensor>)inputs);

    /// <summary>Describes all outputs of a layer, for those that give several.</summary>
    /// <exception cref="ShapeException">The inputs do not fit the layer or each other.</exception>
    /// <exception cref="ArgumentException">The layer takes another number of inputs.</exception>
    public SymbolicTensor[] ApplyAll(params ReadOnlySpan<SymbolicTensor> inputs) => ApplyAll(inputs, (bool?)null);

    /// <inheritdoc cref="ApplyAll(ReadOnlySpan{SymbolicTensor})"/>
    [OverloadResolutionPriority(-1)]
    public SymbolicTensor[] ApplyAll(params SymbolicTensor[] inputs) => ApplyAll((ReadOnlySpan<SymbolicTensor>)inputs);

    internal SymbolicTensor[] ApplyAll(ReadOnlySpan<SymbolicTensor> inputs, bool? training, SymbolicTensor? mask = null)
    {
        RequireInputs(inputs);
        Shape[] shapes = new Shape[inputs.Length];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = inputs[i].Shape;
        if (mask is not null) RequireMask(mask.Shape, shapes[0]);
        Build(shapes);
        IsPart = true;
        Shape[] outputs = OutputShapes(shapes);
        lock (BuildLock)
        {
            var call = new LayerCall(this, _calls.Count, inputs, mask, outputs, training);
            _calls.Add(call);
            return call.Outputs;
        }
    }

    /// <summary>Forgets the newest call, where it is this one: the model that made it has given the layer up.</summary>
    internal void ForgetCall(LayerCall call)
    {
        lock (BuildLock)
        {
            if (_calls.Count > 0 && _calls[^1] == call) _calls.RemoveAt(_calls.Count - 1);
        }
    }

    /// <summary>
    /// Adds a term to the loss of the training or evaluation step that is running, and to <see cref="Losses"/> while a
    /// <see cref="GradientTape"/> records; does nothing elsewhere. To be called in <c>Call</c>, each time.
    /// </summary>
    /// <param name="loss">What is to be made small besides the compiled loss. Of several values the sum counts.</param>
    /// <example><code>
    /// protected override Tensor Call(Tensor input, bool training)
    /// {
    ///     AddLoss(0.01f * (input * input).Mean());
    ///     return input;
    /// }
    /// </code></example>
    public void AddLoss(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (Tape.Current is { CollectsPenalties: true } tape) tape.AddPenalty(this, loss.Rank == 0 ? loss : loss.Sum());
    }

    /// <summary>Computes the outputs into a span that has room for all of them. Allocates nothing of its own.</summary>
    internal void Execute(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
    {
        if (inputs.Length == 1 && outputs.Length == 1)
        {
            outputs[0] = Apply(inputs[0], training);
            return;
        }

        if (!IsBuilt) BuildFor(inputs);
        CallScope outer = CallScope.Enter(this, training);
        try
        {
            Call(inputs, outputs, training);
            for (int i = 0; i < outputs.Length; i++)
            {
                if (outputs[i] is null) throw NoOutput(i);
            }

            PassMasksOn(inputs, outputs[0]);
            if (ActivityRegularizer is null) return;
            foreach (Tensor output in outputs) AddActivityPenalty(output);
        }
        catch (ShapeException exception) when (exception.NameLayer(LayerArguments.Describe(this)))
        {
            throw;
        }
        finally
        {
            CallScope.Leave(outer);
        }
    }

    /// <summary>
    /// How many outputs there are, which depends on nothing but the number of inputs. It is found out once: of a model of one's own that
    /// takes a whole forward pass.
    /// </summary>
    /// <exception cref="ShapeException">The inputs do not fit the layer or each other.</exception>
    /// <exception cref="ArgumentException">The layer takes another number of inputs.</exception>
    internal int OutputCount(ReadOnlySpan<Tensor> inputs)
    {
        RequireInputs(inputs);
        if (_knownCounts is { } known && known.Inputs == inputs.Length) return known.Outputs;
        var shapes = new Shape[inputs.Length];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = inputs[i].Shape;
        int outputs = OutputShapes(shapes).Length;
        _knownCounts = new KnownCounts(inputs.Length, outputs);
        return outputs;
    }

    /// <summary>Output shapes with the layer's name in the error.</summary>
    internal Shape[] OutputShapes(ReadOnlySpan<Shape> inputs)
    {
        try
        {
            return RequireArrays(ComputeOutputShapes(inputs));
        }
        catch (ShapeException exception) when (exception.NameLayer(LayerArguments.Describe(this)))
        {
            throw;
        }
    }

    /// <summary>The shapes of all outputs. Layers with several inputs or outputs override it.</summary>
    /// <param name="inputs">The shapes of the inputs; batch axes may be <see cref="Shape.Any"/>.</param>
    /// <exception cref="ShapeException">The layer cannot take such inputs.</exception>
    public virtual Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
    {
        RequireInputs(inputs.Length);
        return [ComputeOutputShape(inputs[0])];
    }

    /// <summary>Computes the output for an input; the weights exist.</summary>
    protected abstract Tensor Call(Tensor input, bool training);

    /// <summary>Computes all outputs of a layer with several inputs or outputs; the weights exist.</summary>
    /// <param name="inputs">The inputs, in order.</param>
    /// <param name="outputs">To be filled, as long as <see cref="ComputeOutputShapes"/> says.</param>
    /// <param name="training">Whether to act as in training.</param>
    protected virtual void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) => outputs[0] = Call(inputs[0], training);

    /// <summary>The function that the layer is, if it does nothing else: it may then be computed together with the layer before.</summary>
    internal virtual Activation? OnlyActivation => null;

    /// <summary>
    /// Which part of an image the layer reads. If not all of it, a smaller image with just that part must give the same output.
    /// </summary>
    internal virtual ImagePart Reads(Shape input) => ImagePart.All(input);

    /// <summary>The arguments of a call as Keras writes them: a tensor, or a list of all of them.</summary>
    /// <param name="tensors">The inputs of the call, written.</param>
    /// <param name="keywords">For arguments that Keras gives by name.</param>
    internal virtual JsonArray WriteArguments(JsonNode[] tensors, JsonObject keywords) =>
        new(tensors is [var tensor] ? tensor : new JsonArray(tensors));

    /// <summary>The tensor that the layer is in the description of a model, without any call.</summary>
    private protected virtual SymbolicTensor? OwnTensor => null;

    /// <summary>How many inputs the layer takes; null for any number.</summary>
    protected virtual int? InputCount => 1;

    private LayerCall FirstCall => _calls.Count > 0
        ? _calls[0]
        : throw new InvalidOperationException(
            $"{LayerArguments.Describe(this)}: expected a layer of a model, but it was not applied to a symbolic tensor yet.");

    private sealed record KnownCounts(int Inputs, int Outputs);

    // Kept on the tape, for whoever makes the loss of the step. Divided by the samples, as in Keras: the loss is a mean over them.
    private protected void AddActivityPenalty(Tensor output)
    {
        if (Tape.Current is not { CollectsPenalties: true } tape) return;
        Tensor penalty = ActivityRegularizer!.Apply(output);
        if (output.Rank > 0 && output.Shape[0] > 1) penalty /= output.Shape[0];
        tape.AddPenalty(this, penalty);
    }

    private void RequireInputs<T>(ReadOnlySpan<T> inputs)
        where T : class
    {
        RequireInputs(inputs.Length);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is not null) continue;
            throw new ArgumentNullException(
                nameof(inputs),
                $"{LayerArguments.Describe(this)}: expected a tensor for each of its {inputs.Length} inputs but got null for input {i}.");
        }
    }

    private void RequireInputs(int count)
    {
        if (count == (InputCount ?? Math.Max(1, count))) return;
        throw new ArgumentException(
            $"{LayerArguments.Describe(this)}: expected {InputCount ?? 1} input{(InputCount is > 1 ? "s" : "")} but got {count}.");
    }

    private InvalidOperationException NoOutput(int index) =>
        new($"{LayerArguments.Describe(this)}: expected its Call to give a tensor for output {index} but got null.");

    private protected ArgumentException NotOneOutput(int count) =>
        new($"{LayerArguments.Describe(this)}: expected a layer with one output, but it gives {count}. Use ApplyAll.");
}
