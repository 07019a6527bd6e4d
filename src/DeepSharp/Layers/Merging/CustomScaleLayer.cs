using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>A sum of two inputs of which the second counts less or more: <c>x₁ + scale·x₂</c>.</summary>
/// <remarks>
/// <b>Input</b> two tensors whose shapes broadcast · <b>Output</b> their common shape. No weights.<br/>
/// Szegedy et al. 2016, "Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning", section 3.3: residual branches
/// of very wide networks train when they are scaled down. In Keras it is a part of InceptionResNetV2, under this name.
/// </remarks>
/// <example><code>SymbolicTensor y = new CustomScaleLayer(0.17).Apply(x, branch);</code></example>
public sealed class CustomScaleLayer : Layer
{
    private readonly BroadcastBinaryOp<AddScaledFunction> _op;

    /// <summary>A sum with a scale.</summary>
    /// <param name="scale">What the second input is multiplied by.</param>
    /// <param name="name">A name that is unique in its model; null for <c>custom_scale_layer</c>, numbered.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="scale"/> is not finite.</exception>
    public CustomScaleLayer(double scale, string? name = null)
        : base(name)
    {
        Scale = LayerArguments.Finite(this, scale);
        _op = new BroadcastBinaryOp<AddScaledFunction>("AddScaled", new AddScaledFunction(Scale));
    }

    /// <summary>What the second input is multiplied by.</summary>
    public float Scale { get; }

    /// <inheritdoc/>
    public override CallSignature Signature => CallSignature.AnyInputs;

    /// <inheritdoc/>
    protected override int? InputCount => 2;

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => ComputeOutputShapes([input])[0];

    /// <inheritdoc/>
    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs)
    {
        RequireOperands(inputs.Length);
        return [Shape.Broadcast(inputs[0], inputs[1])];
    }

    internal static CustomScaleLayer FromConfig(ConfigReader reader) => new(reader.Float("scale"), reader.String("name"));

    private protected override string Module => "keras.src.applications.inception_resnet_v2";

    /// <inheritdoc/>
    protected override Tensor Call(ReadOnlySpan<Tensor> inputs, bool training) => Tape.Run(_op, inputs[1], inputs[0]);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["scale"] = Scale;
}
