using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Its inputs one after the other along an axis.</summary>
/// <remarks>
/// <b>Input</b> several tensors whose shapes agree but for the axis · <b>Output</b> the same shape with the lengths of the axis added
/// up. No weights.<br/>
/// If an input carries a mask, so does the output: the masks in a row, ones for inputs without; along the last axis 1
/// where any input counts.
/// </remarks>
/// <example><code>SymbolicTensor both = new Concatenate().Apply(left, right);   // (None, 8) and (None, 4) to (None, 12)</code></example>
public sealed class Concatenate : Layer
{
    private readonly ConcatenateOp _op;

    /// <summary>A concatenation.</summary>
    /// <param name="axis">The axis to put them one after the other along; -1 is the last. The batch is axis 0.</param>
    /// <param name="name">A name that is unique in its model; null for <c>concatenate</c>, numbered.</param>
    public Concatenate(int axis = -1, string? name = null)
        : base(name) => (Axis, _op) = (axis, new ConcatenateOp(axis));

    /// <summary>The axis; negative ones count from the end.</summary>
    public int Axis { get; }

    private protected override bool KeepsDType => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => ComputeOutputShapes([input])[0];

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) => [_op.InferShape(inputs)];

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Tensor? ComputeMask(ReadOnlySpan<Tensor> inputs)
    {
        if (!Masks.Any(inputs)) return null;
        return Masks.Concatenated(inputs, Tape.InferShape(_op, inputs), Axis);
    }

    internal static Concatenate FromConfig(ConfigReader reader) => new(reader.Int("axis", -1), reader.String("name"));

    /// <inheritdoc/>
    public override CallSignature Signature => CallSignature.AnyInputs;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => input;

    /// <inheritdoc/>
    protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training) => outputs[0] = Tape.Run(_op, inputs);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["axis"] = Axis;
}
