using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Softmax as a layer: exp(x) divided by its sum along an axis, so that the values there are positive and add up to 1.</summary>
/// <remarks><b>Input</b> any shape of rank 1 or more · <b>Output</b> the same shape. No weights.<br/>
/// Values that a mask of the input's own shape leaves out get the probability 0. A mask of fewer axes is handed on.</remarks>
/// <example><code>new Softmax()</code></example>
public sealed class Softmax : Layer
{
    // Keras adds -1e9 to what a mask leaves out.
    private const float LeftOut = 1e9f;

    private readonly Activation _function;

    /// <summary>A softmax.</summary>
    /// <param name="axis">The axis along which the values add up to 1; negative numbers count from the end.</param>
    /// <param name="name">A name that is unique in its model; null for <c>softmax</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    public Softmax(int axis = -1, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        Axis = axis;
        _function = Activation.SoftmaxOver(axis);
    }

    /// <summary>The axis along which the values add up to 1.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    private protected override bool TakesMask => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        input.NormalizeAxis(Axis);
        return input;
    }

    internal static Softmax FromConfig(ConfigReader reader) => new(reader.Int("axis", -1), reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _function.Apply(input.Mask is { } mask && mask.Shape == input.Shape ? input + (mask - 1f) * LeftOut : input);
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["axis"] = Axis;
}
