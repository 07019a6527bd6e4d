using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Turns ids into rows: which of them a sample has, or how often.</summary>
/// <remarks>
/// <b>Input</b> (batch, length) of ids from 0 to below <c>numTokens</c> · <b>Output</b> (batch, numTokens); with <c>one_hot</c> a row for
/// each id, (batch, length, numTokens), where a length of 1 goes. An input of one axis is one sample, but for <c>one_hot</c>. No
/// weights.<br/>
/// Ids below 0 count nowhere, others that are out of range are refused. With <c>count</c> a second input, <c>count_weights</c>, may say
/// what each id counts.
/// </remarks>
/// <example><code>
/// new CategoryEncoding(4, outputMode: "count").Apply(Tensor.From([0, 1, 1], [1, 3]));   // 1, 2, 0, 0
/// </code></example>
public sealed class CategoryEncoding : Layer
{
    private static readonly CallSignature s_signature =
        new(CallArgument.Tensor("inputs"), CallArgument.OptionalTensor("count_weights"), CallArgument.Training);

    private readonly IdRowsOp _op;

    /// <summary>An encoding.</summary>
    /// <param name="numTokens">How many ids there are, 1 or more.</param>
    /// <param name="outputMode">What is given: <c>multi_hot</c> unless said otherwise, <c>one_hot</c> or <c>count</c>.</param>
    /// <param name="name">A name that is unique in its model; null for <c>category_encoding</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer ids than 1.</exception>
    /// <exception cref="ArgumentException">The mode is int or tf_idf.</exception>
    public CategoryEncoding(int numTokens, OutputMode? outputMode = null, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        NumTokens = LayerArguments.Positive(this, numTokens);
        OutputMode = outputMode ?? OutputMode.MultiHot;
        if (OutputMode == OutputMode.Int || OutputMode == OutputMode.TfIdf)
        {
            throw new ArgumentException(
                $"{LayerArguments.Describe(this)}: expected outputMode multi_hot, one_hot or count but got " +
                $"{OutputMode}.", nameof(outputMode));
        }

        IdRows rows = OutputMode == OutputMode.OneHot ? IdRows.Each : OutputMode == OutputMode.Count ? IdRows.Sum : IdRows.Any;
        _op = new IdRowsOp(NumTokens, rows);
    }

    /// <summary>How many ids there are.</summary>
    public int NumTokens { get; }

    /// <summary>What is given.</summary>
    public OutputMode OutputMode { get; }

    /// <inheritdoc/>
    public override CallSignature Signature => s_signature;

    /// <inheritdoc/>
    protected override int? InputCount => null;

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => _op.InferShape([input]);

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
    {
        RequireWeights(inputs.Length);
        return [_op.InferShape(inputs)];
    }

    internal static CategoryEncoding FromConfig(ConfigReader reader)
    {
        reader.Refuse("sparse");
        return new CategoryEncoding(reader.Int("num_tokens"), reader.String("output_mode", "multi_hot")!, reader.String("name"));
    }

    /// <inheritdoc/>
    protected override Tensor Call(ReadOnlySpan<Tensor> inputs, bool training)
    {
        RequireWeights(inputs.Length);
        return inputs.Length == 1 ? Tape.Run(_op, inputs[0]) : Tape.Run(_op, inputs[0], inputs[1]);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["num_tokens"] = NumTokens;
        config["output_mode"] = OutputMode.Name;
    }

    private void RequireWeights(int inputs)
    {
        if (inputs == 1 || OutputMode == OutputMode.Count) return;
        throw new ArgumentException(
            $"{LayerArguments.Describe(this)}: expected outputMode count beside count_weights but it is {OutputMode}. Leave the weights " +
            "out.");
    }
}
