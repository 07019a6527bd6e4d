using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Softmax as a layer: exp(x) divided by its sum along an axis, so that the values there are positive and add up to 1.</summary>
/// <remarks>
/// <b>Input</b> any shape of rank 1 or more · <b>Output</b> the same shape. No weights. Along one axis it is one operation, along several
/// it is composed, and slower.<br/>
/// Values that a mask of the input's own shape leaves out get the probability 0. A mask of fewer axes that the input carries is handed on;
/// as an argument of <see cref="Layer.ApplyMasked(Tensor, Tensor, bool?)"/> it is refused.
/// </remarks>
/// <example><code>
/// new Softmax()
/// new Softmax([1, 2])   // over all pixels of each channel
/// </code></example>
public sealed class Softmax : Layer
{
    private static readonly CallSignature s_signature = new(CallArgument.Tensor("inputs"), CallArgument.Mask("mask", of: "inputs"));

    // Keras adds -1e9 to what a mask leaves out.
    private const float LeftOut = 1e9f;

    private readonly int[] _axes;
    private readonly Activation? _function;
    private readonly ExtremumOp _max;
    private readonly SumOp _sum;

    /// <summary>A softmax along one axis.</summary>
    /// <param name="axis">The axis along which the values add up to 1; negative numbers count from the end.</param>
    /// <param name="name">A name that is unique in its model; null for <c>softmax</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    public Softmax(int axis = -1, string? name = null, Shape? inputShape = null)
        : this([axis], name, inputShape)
    {
    }

    /// <summary>A softmax over several axes together.</summary>
    /// <param name="axes">The axes over which the values add up to 1, one or more; negative numbers count from the end.</param>
    /// <param name="name">A name that is unique in its model; null for <c>softmax</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentException">There are no axes.</exception>
    public Softmax(IReadOnlyList<int> axes, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(axes);
        _axes = [.. axes];
        if (_axes.Length == 0)
        {
            throw new ArgumentException($"{LayerArguments.Describe(this)}: expected one axis or more but got none.", nameof(axes));
        }

        _function = _axes is [int axis] ? Activation.SoftmaxOver(axis) : null;
        (_max, _sum) = (new ExtremumOp(_axes, keepDims: true, isMax: true), new SumOp(_axes, keepDims: true, isMean: false));
    }

    /// <summary>The axes over which the values add up to 1, as they were given.</summary>
    public IReadOnlyList<int> Axes => _axes;

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override CallSignature Signature => s_signature;

    internal override bool MasksEachValue => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        foreach (int axis in _axes) input.NormalizeAxis(axis);
        return input;
    }

    internal static Softmax FromConfig(ConfigReader reader) => new(reader.OneOrMoreInts("axis", -1), reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        Tensor values = input.Mask is { } mask && mask.Shape == input.Shape ? input + (mask - 1f) * LeftOut : input;
        if (_function is not null) return _function.Apply(values);

        // A shift changes nothing, and none of the powers becomes infinite.
        Tensor powers = (values - Tape.Run(_max, values)).Exp();
        return powers / Tape.Run(_sum, powers);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) =>
        config["axis"] = _axes is [int axis] ? JsonValue.Create(axis) : ConfigSchema.Ints(_axes);
}
