using System.Runtime.CompilerServices;

namespace DeepSharp;

// The ways to apply a layer: to tensors, which computes, and to symbolic tensors, which describes a model.
public abstract partial class Layer
{
    private readonly List<LayerCall> _calls = [];

    /// <summary>
    /// What the layer was first applied to in the description of a model. Layers with several inputs have <see cref="Model.Calls"/> only.
    /// </summary>
    /// <exception cref="InvalidOperationException">The layer is in no model, or has several inputs.</exception>
    public SymbolicTensor Input => OwnTensor is { } own ? own : FirstCall.Given is [var input]
        ? input
        : throw new InvalidOperationException($"{LayerArguments.Describe(this)}: expected a layer with one input, but it has " +
            $"{FirstCall.Given.Length}.");

    /// <summary>What the first of its calls in the description of a model gave; for feature extraction and transfer learning.</summary>
    /// <exception cref="InvalidOperationException">The layer is in no model, or has several outputs.</exception>
    /// <example><code>var features = new Model(model.Inputs, model.GetLayer("block5").Output);</code></example>
    public SymbolicTensor Output => OwnTensor is { } own ? own : FirstCall.Outputs is [var output]
        ? output
        : throw new InvalidOperationException(
            $"{LayerArguments.Describe(this)}: expected a layer with one output, but it has {FirstCall.Outputs.Count}.");

    /// <summary>The calls in descriptions of models, oldest first.</summary>
    internal IReadOnlyList<LayerCall> InboundCalls => _calls;

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
        Tensor? output = null;
        Execute(
            KnownSignature.Plain(1), new ReadOnlySpan<Tensor>(ref input), new Span<Tensor>(ref output!),
            CallScope.ActsAsInTraining(this, training));
        return output;
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
        CallForm form = PlainForm(inputs);
        RequireOneOutput(OutputCount(form, inputs));
        Tensor? output = null;
        Execute(form, inputs, new Span<Tensor>(ref output!), CallScope.ActsAsInTraining(this, training));
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
        CallForm form = PlainForm(inputs);
        var outputs = new Tensor[OutputCount(form, inputs)];
        Execute(form, inputs, outputs, CallScope.ActsAsInTraining(this, training));
        return outputs;
    }

    /// <summary>Computes all outputs from one input.</summary>
    /// <inheritdoc cref="ApplyAll(ReadOnlySpan{Tensor}, bool?)"/>
    /// <param name="input">The input.</param>
    /// <param name="training">
    /// Whether layers that act differently in training do so; null for: as the layer does in whose <c>Call</c> this is.
    /// </param>
    /// <example><code>Tensor[] code = encoder.ApplyAll(images);   // mean, deviation, sample</code></example>
    public Tensor[] ApplyAll(Tensor input, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ApplyAll(new ReadOnlySpan<Tensor>(ref input), training);
    }

    /// <summary>Computes the layer's output from tensors in order and by name, masks and plain values.</summary>
    /// <param name="call">The arguments; <see cref="Signature"/> has their names.</param>
    /// <exception cref="ShapeException">A tensor or a mask does not fit the layer.</exception>
    /// <exception cref="ArgumentException">The layer has no such argument, one is missing, or the layer gives several outputs.</exception>
    /// <example><code>
    /// Tensor output = attention.Apply(new CallArguments&lt;Tensor&gt;(query, value).With("use_causal_mask", true));
    /// </code></example>
    public Tensor Apply(CallArguments<Tensor> call)
    {
        Tensor[] outputs = ApplyAll(call);
        RequireOneOutput(outputs.Length);
        return outputs[0];
    }

    /// <summary>Computes all outputs from tensors in order and by name, masks and plain values.</summary>
    /// <param name="call">The arguments; <see cref="Signature"/> has their names.</param>
    /// <exception cref="ShapeException">A tensor or a mask does not fit the layer.</exception>
    /// <exception cref="ArgumentException">The layer has no such argument, or one is missing.</exception>
    public Tensor[] ApplyAll(CallArguments<Tensor> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        Tensor[] operands = CallMasks.Apply(this, call.Arrange(this, out CallForm form), form);
        var outputs = new Tensor[OutputCount(form, operands)];
        Execute(form, operands, outputs, CallScope.ActsAsInTraining(this, form.Training));
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
        SymbolicTensor[] outputs = Describe(PlainForm<SymbolicTensor>([input]).With(maskOfFirst: false, training), [input]);
        RequireOneOutput(outputs.Length);
        return outputs[0];
    }

    /// <summary>The same for a layer with several inputs: <c>new Concatenate().Apply(x, y)</c>.</summary>
    /// <exception cref="ShapeException">The inputs do not fit the layer or each other.</exception>
    /// <exception cref="ArgumentException">The layer takes another number of inputs, or gives several outputs.</exception>
    public SymbolicTensor Apply(params ReadOnlySpan<SymbolicTensor> inputs)
    {
        SymbolicTensor[] outputs = ApplyAll(inputs);
        RequireOneOutput(outputs.Length);
        return outputs[0];
    }

    /// <inheritdoc cref="Apply(ReadOnlySpan{SymbolicTensor})"/>
    [OverloadResolutionPriority(-1)]
    public SymbolicTensor Apply(params SymbolicTensor[] inputs) => Apply((ReadOnlySpan<SymbolicTensor>)inputs);

    /// <summary>Describes all outputs of a layer, for those that give several.</summary>
    /// <exception cref="ShapeException">The inputs do not fit the layer or each other.</exception>
    /// <exception cref="ArgumentException">The layer takes another number of inputs.</exception>
    public SymbolicTensor[] ApplyAll(params ReadOnlySpan<SymbolicTensor> inputs) => Describe(PlainForm(inputs), inputs.ToArray());

    /// <inheritdoc cref="ApplyAll(ReadOnlySpan{SymbolicTensor})"/>
    [OverloadResolutionPriority(-1)]
    public SymbolicTensor[] ApplyAll(params SymbolicTensor[] inputs) => ApplyAll((ReadOnlySpan<SymbolicTensor>)inputs);

    /// <summary>Describes the layer's output for tensors in order and by name, masks and plain values.</summary>
    /// <param name="call">The arguments; <see cref="Signature"/> has their names.</param>
    /// <exception cref="ShapeException">A tensor or a mask does not fit the layer.</exception>
    /// <exception cref="ArgumentException">The layer has no such argument, one is missing, or the layer gives several outputs.</exception>
    /// <example><code>
    /// SymbolicTensor y = attention.Apply(new CallArguments&lt;SymbolicTensor&gt;(query, value).With("attention_mask", mask));
    /// </code></example>
    public SymbolicTensor Apply(CallArguments<SymbolicTensor> call)
    {
        SymbolicTensor[] outputs = ApplyAll(call);
        RequireOneOutput(outputs.Length);
        return outputs[0];
    }

    /// <summary>Describes all outputs for tensors in order and by name, masks and plain values.</summary>
    /// <param name="call">The arguments; <see cref="Signature"/> has their names.</param>
    /// <exception cref="ShapeException">A tensor or a mask does not fit the layer.</exception>
    /// <exception cref="ArgumentException">The layer has no such argument, or one is missing.</exception>
    public SymbolicTensor[] ApplyAll(CallArguments<SymbolicTensor> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        SymbolicTensor[] inputs = call.Arrange(this, out CallForm form);
        return Apply(form, inputs);
    }

    /// <summary>Describes all outputs of a call whose tensors are arranged already, the masks last.</summary>
    /// <exception cref="ShapeException">A tensor or a mask does not fit the layer.</exception>
    /// <exception cref="ArgumentException">The layer takes another number of tensors.</exception>
    internal SymbolicTensor[] Apply(CallForm form, SymbolicTensor[] inputs)
    {
        RequireOperands(form.OperandCount);
        CallMasks.Require(this, inputs, form);
        return Describe(form, inputs);
    }

    /// <summary>Adds a call to the description of a model.</summary>
    /// <param name="form">How the call is made.</param>
    /// <param name="inputs">The tensors, masks last.</param>
    private protected SymbolicTensor[] Describe(CallForm form, SymbolicTensor[] inputs)
    {
        RequireKinds(inputs.AsSpan(0, form.OperandCount));
        Shape[] shapes = new Shape[form.OperandCount];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = inputs[i].Shape;
        Build(form, shapes);
        IsPart = true;
        Shape[] outputs = OutputShapes(new CallInputs<Shape>(form, shapes));
        lock (BuildLock)
        {
            var call = new LayerCall(this, _calls.Count, form, inputs, outputs);
            _calls.Add(call);
            return call.OutputTensors;
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

    /// <summary>
    /// What a call may be given, in Keras's order. Layers that take tensors by name, or plain values, override it, and
    /// <see cref="Call(in CallInputs{Tensor}, Span{Tensor})"/>.
    /// </summary>
    public virtual CallSignature Signature => IsLibraryClass ? CallSignature.OneInput : CallSignature.AnyMaskedInputs;

    /// <summary>
    /// The shapes of all outputs of a call. Layers whose outputs depend on names or plain values override it; else
    /// <see cref="ComputeOutputShapes(ReadOnlySpan{Shape})"/> tells.
    /// </summary>
    /// <param name="call">The shapes of the tensors, by the names of the call; batch axes may be <see cref="Shape.Any"/>.</param>
    /// <exception cref="ShapeException">The layer cannot take such inputs.</exception>
    public virtual Shape[] ComputeOutputShapes(in CallInputs<Shape> call) =>
        call.Form.IsInOrder ? ComputeOutputShapes(call.Inputs) : TriedOutputShapes(call);

    /// <summary>
    /// The shapes of all outputs. Layers with several inputs or outputs override it; where they do not, one sample of zeros tells, as with
    /// <see cref="ComputeOutputShape"/>.
    /// </summary>
    /// <param name="inputs">The shapes of the inputs; batch axes may be <see cref="Shape.Any"/>.</param>
    /// <exception cref="ShapeException">The layer cannot take such inputs.</exception>
    public virtual Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
    {
        RequireOperands(inputs.Length);
        if (inputs.Length > 1) return TriedOutputShapes(inputs);

        // Where the first shape was tried out just now the trial knows of the others too.
        Shape only = ComputeOutputShape(inputs[0]);
        return _tried is { } known
            && known.IsOf(KnownSignature.Plain(1), inputs) && known.Outputs(inputs[0][0]) is var all && all[0] == only
            ? all : [only];
    }

    /// <summary>
    /// Computes the output for an input; the weights exist. A custom class overrides this, or one of the forms for several inputs.
    /// </summary>
    /// <param name="input">The input, batch axis first.</param>
    /// <param name="training">Whether to act as in training.</param>
    protected virtual Tensor Call(Tensor input, bool training)
    {
        Tensor? output = null;
        Call(new ReadOnlySpan<Tensor>(ref input), new Span<Tensor>(ref output!), training);
        return output;
    }

    /// <summary>
    /// Computes the one output of a layer that takes several inputs, any number unless <see cref="InputCount"/> says how
    /// many; the weights exist.
    /// </summary>
    /// <param name="inputs">The inputs, in order.</param>
    /// <param name="training">Whether to act as in training.</param>
    /// <example><code>
    /// sealed class Distance : Layer
    /// {
    ///     protected override Tensor Call(ReadOnlySpan&lt;Tensor&gt; inputs, bool training) =&gt; Ops.Abs(inputs[0] - inputs[1]);
    /// }
    ///
    /// SymbolicTensor apart = new Distance().Apply(left, right);
    /// </code></example>
    protected virtual Tensor Call(ReadOnlySpan<Tensor> inputs, bool training) => throw new MissingCallException(this,
        $"{LayerArguments.Describe(this)}: expected a class that overrides Call(Tensor input, bool training), or for several inputs " +
        "Call(ReadOnlySpan<Tensor> inputs, bool training).");

    /// <summary>Computes all outputs of a call with named tensors or plain values; the weights exist.</summary>
    /// <param name="call">What the call was given.</param>
    /// <param name="outputs">To be filled, as long as <see cref="ComputeOutputShapes(in CallInputs{Shape})"/> says.</param>
    protected virtual void Call(in CallInputs<Tensor> call, Span<Tensor> outputs)
    {
        if (call.Count == 1 && outputs.Length == 1) outputs[0] = Call(call[0], call.Training);
        else Call(call.Inputs, outputs, call.Training);
    }

    /// <summary>Computes all outputs of a layer with several inputs or outputs; the weights exist.</summary>
    /// <param name="inputs">The inputs, in order.</param>
    /// <param name="outputs">To be filled, as long as <see cref="ComputeOutputShapes(ReadOnlySpan{Shape})"/> says.</param>
    /// <param name="training">Whether to act as in training.</param>
    protected virtual void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) => outputs[0] = Call(inputs, training);

    /// <summary>The function that the layer is, if it does nothing else: it may then be computed together with the layer before.</summary>
    internal virtual Activation? OnlyActivation => null;

    /// <summary>
    /// Which part of an image the layer reads. If not all of it, a smaller image with just that part must give the same output.
    /// </summary>
    internal virtual ImagePart Reads(Shape input) => ImagePart.All(input);

    /// <summary>Numbers that stand for a first or a last operand of each call.</summary>
    internal virtual (float? Before, float? After) Constants => default;

    /// <summary>The tensor that the layer is in the description of a model, without any call.</summary>
    private protected virtual SymbolicTensor? OwnTensor => null;

    /// <summary>How many inputs the layer takes; null for as many as its <see cref="Signature"/> has room for.</summary>
    protected virtual int? InputCount => null;

    private LayerCall FirstCall => _calls.Count > 0
        ? _calls[0]
        : throw new InvalidOperationException(
            $"{LayerArguments.Describe(this)}: expected a layer of a model, but it was not applied to a symbolic tensor yet.");

    private CallForm PlainForm<T>(ReadOnlySpan<T> inputs)
        where T : class
    {
        RequireOperands(inputs.Length);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (inputs[i] is not null) continue;
            throw new ArgumentNullException(
                nameof(inputs),
                $"{LayerArguments.Describe(this)}: expected a tensor for each of its {inputs.Length} inputs but got null for input {i}.");
        }

        return KnownSignature.Plain(inputs.Length);
    }

    /// <exception cref="ArgumentException">The layer takes another number of tensors.</exception>
    internal void RequireOperands(int count)
    {
        (int least, int most) = InputCount is { } only ? (only, only) : (KnownSignature.Least, KnownSignature.Most);
        if (count >= least && count <= most) return;
        string wanted = most == int.MaxValue ? $"{least} input{(least > 1 ? "s" : "")} or more"
            : least == most ? $"{least} input{(least > 1 ? "s" : "")}" : $"{least} to {most} inputs";
        throw new ArgumentException($"{LayerArguments.Describe(this)}: expected {wanted} but got {count}.");
    }

    private protected void RequireOneOutput(int count)
    {
        if (count == 1) return;
        throw new ArgumentException(
            $"{LayerArguments.Describe(this)}: expected a layer with one output, but it gives {count}. Use ApplyAll.");
    }

    // Whether Keras's class is known, and with it what its call takes; custom classes may take anything.
    private bool IsLibraryClass => LibraryClasses.Contains(GetType());
}
