namespace DeepSharp.Layers;

/// <summary>
/// A layer that works on data before it becomes a tensor: strings, and whole numbers of any size, which floats do not hold. A lookup in a
/// vocabulary is one, and a hash.
/// </summary>
/// <remarks>
/// <para>A model may begin with such layers, one after the other and beside each other: what lies between an <see cref="Input"/> and the
/// first layer that computes with tensors runs on data, a batch at a time, where batches are made. <c>Fit</c>, <c>Evaluate</c> and
/// <c>Predict</c> then take what these layers take. One that is applied to the output of a layer of tensors is refused.</para>
/// <para>A custom class overrides <see cref="Call(DataArray)"/> and <see cref="OutputDType"/>, <see cref="Layer.ComputeOutputShape"/> where
/// samples change their shape, and <see cref="Layer.WriteConfig"/> with what it was made of, so that files hold it. It has no weights,
/// gives the same for the same data, and may be called by several threads at once.</para>
/// </remarks>
/// <example><code>
/// sealed class TextLength : DataLayer
/// {
///     public override DType OutputDType =&gt; "int32";
///
///     public override DType? InputDType =&gt; "string";
///
///     protected override DataArray Call(DataArray input)
///     {
///         int[] lengths = [.. input.RawValues&lt;string&gt;().ToArray().Select(text =&gt; text.Length)];
///         return DataArray.From(lengths, input.Shape);
///     }
/// }
///
/// var model = new Sequential(new Input([1], dtype: "string"), new TextLength(), new Dense(1));
/// </code></example>
public abstract class DataLayer : Layer
{
    /// <summary>Sets what all layers have.</summary>
    /// <param name="name">A name that is unique in its model; null for the class's name in snake_case, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, without the batch axis, where this is the first layer of a model.</param>
    protected DataLayer(string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
    }

    /// <summary>What the values of the output are.</summary>
    public abstract DType OutputDType { get; }

    /// <summary>
    /// What the values of the inputs have to be: strings, or numbers of any kind; null where both will do. Data of the other is refused.
    /// </summary>
    public virtual DType? InputDType => null;

    /// <inheritdoc/>
    public override CallSignature Signature => InputCount == 1 ? CallSignature.OneInput : CallSignature.AnyInputs;

    /// <summary>How many inputs the layer takes: 1, unless a class says otherwise; null for any number.</summary>
    protected override int? InputCount => 1;

    internal sealed override bool WorksOnData => true;

    /// <inheritdoc/>
    protected sealed override bool MakesMasks => false;

    /// <summary>What the layer makes of data.</summary>
    /// <param name="data">Samples first; for several inputs an array for each, in order.</param>
    /// <returns>As many samples.</returns>
    /// <exception cref="ArgumentException">There are more or fewer inputs, of another kind, or a value makes no sense.</exception>
    /// <exception cref="ShapeException">The layer cannot take such samples.</exception>
    /// <exception cref="InvalidOperationException">The layer is not ready, such as a lookup without a vocabulary.</exception>
    /// <example><code>DataArray ids = new StringLookup(vocabulary: ["good", "bad"]).Apply(["bad", "good"]);   // 2, 1</code></example>
    public DataArray Apply(DataGroup data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Run([.. data]);
    }

    /// <summary>The shape of the output: that of the input, unless a class says otherwise.</summary>
    /// <exception cref="ShapeException">The layer cannot take such inputs.</exception>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <summary>The shape of the one output for several inputs: that of the first, unless a class says otherwise.</summary>
    /// <exception cref="ShapeException">The layer cannot take such inputs.</exception>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) => [ComputeOutputShape(inputs[0])];

    /// <summary>Turns data into data, a sample for each sample.</summary>
    /// <param name="input">Samples first.</param>
    protected virtual DataArray Call(DataArray input) => throw new MissingCallException(this,
        $"{LayerArguments.Describe(this)}: expected a class that overrides Call(DataArray input), or for several inputs " +
        "Call(ReadOnlySpan<DataArray> inputs).");

    /// <summary>Turns the data of several inputs into data, a sample for each sample.</summary>
    /// <param name="inputs">In order, all of as many samples.</param>
    protected virtual DataArray Call(ReadOnlySpan<DataArray> inputs) => Call(inputs[0]);

    /// <summary>Data that has been checked, and what came of it.</summary>
    internal DataArray Run(ReadOnlySpan<DataArray> inputs)
    {
        RequireOperands(inputs.Length);
        foreach (DataArray input in inputs)
        {
            RequireKind(input.DType, $"data of shape {input.Shape}");
            if (input.Count == inputs[0].Count) continue;
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected as many samples in each input but got {inputs[0].Count} and {input.Count}.");
        }

        DataArray output;
        try
        {
            output = Call(inputs);
        }
        catch (ShapeException exception) when (exception.NameLayer(LayerArguments.Describe(this)))
        {
            throw;
        }

        if (output is not null && output.Count == inputs[0].Count && output.DType.IsString == OutputDType.IsString) return output;
        throw new InvalidOperationException(
            $"{LayerArguments.Describe(this)}: expected its Call to give {inputs[0].Count} samples of {OutputDType}, one for each it " +
            $"got, but it gave {(output is null ? "null" : $"{output.Count} of {output.DType}")}.");
    }

    /// <summary>Refuses strings where numbers are wanted, or the other way round.</summary>
    /// <exception cref="ArgumentException">The kind is the other.</exception>
    internal void RequireKind(DType got, string what)
    {
        if (InputDType is not { } wanted || wanted.IsString == got.IsString) return;
        throw new ArgumentException(
            $"{LayerArguments.Describe(this)}: expected {(wanted.IsString ? "strings" : "numbers")} but {what} is of {got}." +
            (wanted.IsString ? " An input says so with new Input(shape, dtype: \"string\")." : ""));
    }

    internal sealed override DType DTypeOfOutput(ReadOnlySpan<SymbolicTensor> inputs, int output) => output == 0
        ? OutputDType
        : throw new InvalidOperationException(
            $"{LayerArguments.Describe(this)}: expected one output of a layer that works on data but its ComputeOutputShapes says more. " +
            "Make a layer for each.");

    private protected sealed override void RequireKinds(ReadOnlySpan<SymbolicTensor> inputs)
    {
        foreach (SymbolicTensor input in inputs)
        {
            if (!input.IsData)
            {
                throw new ArgumentException(
                    $"{LayerArguments.Describe(this)}: expected an input of the model, or the output of another layer that works on " +
                    $"data, but '{input.Name}' is what a layer of tensors computes. Apply it before all such layers.");
            }

            RequireKind(input.DType, $"'{input.Name}'");
        }
    }

    /// <summary>What tensors hold is data too, but floats: for calls of the layer by itself.</summary>
    protected sealed override Tensor Call(Tensor input, bool training) => Call(new ReadOnlySpan<Tensor>(ref input), training);

    /// <inheritdoc cref="Call(Tensor, bool)"/>
    protected sealed override Tensor Call(ReadOnlySpan<Tensor> inputs, bool training)
    {
        var data = new DataArray[inputs.Length];
        for (int i = 0; i < data.Length; i++) data[i] = inputs[i];
        return Run(data).ToTensor();
    }

    /// <inheritdoc cref="Call(Tensor, bool)"/>
    protected sealed override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) =>
        outputs[0] = Call(inputs, training);
}
