using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>Scales and shifts its input: <c>x * scale + offset</c>.</summary>
/// <remarks><b>Input</b> any shape · <b>Output</b> the same shape. No weights.</remarks>
/// <example><code>new Rescaling(1.0 / 255, inputShape: [32, 32, 3])</code></example>
public sealed class Rescaling : Layer
{
    private readonly UnaryOp<AffineFunction> _op;

    /// <summary>A rescaling.</summary>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">Added after scaling.</param>
    /// <param name="name">A name that is unique in its model; null for <c>rescaling</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public Rescaling(double scale, double offset = 0, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        Scale = LayerArguments.Finite(this, scale);
        Offset = LayerArguments.Finite(this, offset);
        _op = new UnaryOp<AffineFunction>("Rescaling", new AffineFunction(Scale, Offset));
    }

    /// <summary>The factor.</summary>
    public float Scale { get; }

    /// <summary>Added after scaling.</summary>
    public float Offset { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool TakesSamplesApart(bool training) => true;

    internal override bool RunsAhead => ActivityRegularizer is null;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    internal static Rescaling FromConfig(ConfigReader reader) =>
        new(reader.Float("scale"), reader.Float("offset", 0f), reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["scale"] = Scale;
        config["offset"] = Offset;
    }
}
