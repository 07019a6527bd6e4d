namespace DeepSharp;

// How a call is computed, whoever makes it.
public abstract partial class Layer
{
    // Inputs of a few sizes in turn, such as sequences in buckets.
    private const int MostKnownCounts = 8;

    private KnownCount[] _knownCounts = [];
    private CallSignature? _knownSignature;

    /// <summary>The signature, asked for once: a class may make a new one each time.</summary>
    internal CallSignature KnownSignature => _knownSignature ??= Signature
        ?? throw new InvalidOperationException($"{LayerArguments.Describe(this)}: expected a Signature but it is null.");

    /// <summary>
    /// Whether the layer acts as in training where it is applied by itself and nobody says how: Keras's augmentations do.
    /// </summary>
    internal virtual bool ActsAlone => false;

    /// <summary>
    /// Whether the layer, which has no weights, may work in <c>Fit</c> where batches are made, on another thread than the step: it computes
    /// samples apart, or is an augmentation, whose random numbers follow from the numbers of the samples.
    /// </summary>
    internal virtual bool RunsAhead => false;

    /// <summary>Computes the outputs of a call with tensors in order into a span that has room for all of them.</summary>
    internal void Execute(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) =>
        Execute(KnownSignature.Plain(inputs.Length), inputs, outputs, training);

    /// <summary>Computes the outputs into a span that has room for all of them. Allocates nothing of its own.</summary>
    /// <param name="form">How the call is made.</param>
    /// <param name="inputs">The tensors; masks that the call gives are on them already.</param>
    /// <param name="outputs">To be filled.</param>
    /// <param name="training">Whether to act as in training.</param>
    /// <exception cref="InvalidOperationException">Layers are nested too deeply for the stack of the thread.</exception>
    internal void Execute(CallForm form, ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) =>
        Execute(form, inputs, outputs, training, isBare: false);

    /// <summary>The same for a layer around this one that takes its place: without masks on the outputs and penalties for them.</summary>
    internal void ExecuteBare(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) =>
        Execute(KnownSignature.Plain(inputs.Length), inputs, outputs, training, isBare: true);

    private void Execute(CallForm form, ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training, bool isBare)
    {
        Nesting.RequireStack(this);
        if (!IsBuilt) BuildFor(form, inputs);
        CallScope outer = CallScope.Enter(this, training);
        try
        {
            var call = new CallInputs<Tensor>(form, inputs, training);
            Call(call, outputs);
            RequireOutputs(outputs);
            if (!isBare) Finish(call, outputs);
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

    // Penalties and masks of the outputs. Fused steps have their own door, see FusedStep: layers with penalties are never in one.
    private void Finish(in CallInputs<Tensor> call, Span<Tensor> outputs)
    {
        if (SupportsMasking) PassMasksOn(call, outputs);
        if (ActivityRegularizer is null || !PenalizesOutputs) return;
        foreach (Tensor output in outputs) AddActivityPenalty(output);
    }

    /// <summary>How many outputs a call with tensors in order has.</summary>
    /// <exception cref="ShapeException">The inputs do not fit the layer or each other.</exception>
    /// <exception cref="ArgumentException">The layer takes another number of inputs.</exception>
    internal int OutputCount(ReadOnlySpan<Tensor> inputs) => OutputCount(PlainForm(inputs), inputs);

    // Found out once for samples of a shape: of a custom model that takes a whole forward pass.
    private int OutputCount(CallForm form, ReadOnlySpan<Tensor> inputs)
    {
        KnownCount[] known = _knownCounts;
        foreach (KnownCount each in known)
        {
            if (each.IsOf(form, inputs)) return each.Outputs;
        }

        var shapes = new Shape[inputs.Length];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = inputs[i].Shape;
        int outputs = OutputShapes(new CallInputs<Shape>(form, shapes)).Length;
        if (form.IsPlain) _knownCounts = [new KnownCount(form, shapes, outputs), .. known.Take(MostKnownCounts - 1)];
        return outputs;
    }

    /// <summary>Output shapes with the layer's name in the error.</summary>
    internal Shape[] OutputShapes(ReadOnlySpan<Shape> inputs) =>
        OutputShapes(new CallInputs<Shape>(KnownSignature.Plain(inputs.Length), inputs));

    /// <summary>Output shapes with the layer's name in the error.</summary>
    internal Shape[] OutputShapes(in CallInputs<Shape> call)
    {
        Nesting.RequireStack(this);
        try
        {
            return RequireArrays(ComputeOutputShapes(call));
        }
        catch (ShapeException exception) when (exception.NameLayer(LayerArguments.Describe(this)))
        {
            throw;
        }
    }

    /// <summary>Whether <see cref="ActivityRegularizer"/> is for the outputs; if not, the layer sees to it by itself.</summary>
    private protected virtual bool PenalizesOutputs => true;

    // Kept on the tape, for whoever makes the loss of the step. Divided by the samples, as in Keras: the loss is a mean over them.
    private protected void AddActivityPenalty(Tensor output)
    {
        if (Tape.Current is not { CollectsPenalties: true } tape) return;
        Tensor penalty = ActivityRegularizer!.Apply(output);
        if (output.Rank > 0 && output.Shape[0] > 1) penalty /= output.Shape[0];
        tape.AddPenalty(this, penalty);
    }

    private void RequireOutputs(Span<Tensor> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            if (outputs[i] is null) throw NoOutput(i);
        }
    }

    private InvalidOperationException NoOutput(int index) =>
        new($"{LayerArguments.Describe(this)}: expected its Call to give a tensor for output {index} but got null.");

    private sealed record KnownCount(CallForm Form, Shape[] Inputs, int Outputs)
    {
        // With as many samples or others.
        public bool IsOf(CallForm form, ReadOnlySpan<Tensor> inputs)
        {
            if (form != Form) return false;
            for (int i = 0; i < inputs.Length; i++)
            {
                Shape shape = inputs[i].Shape, known = Inputs[i];
                if (shape.Rank != known.Rank || (shape.Rank > 0 && shape[1..] != known[1..])) return false;
            }

            return true;
        }
    }
}
