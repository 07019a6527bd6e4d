using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>Scales and shifts its input: <c>x * scale + offset</c>.</summary>
/// <remarks><b>Input</b> any shape · <b>Output</b> the same shape. No weights.</remarks>
/// <example><code>
/// new Rescaling(1.0 / 255, inputShape: [32, 32, 3])
/// new Rescaling(scale: [1 / 0.229, 1 / 0.224, 1 / 0.225], offset: [-2.118, -2.036, -1.804])   // each channel apart
/// </code></example>
public sealed class Rescaling : Layer
{
    // Of one factor; null where there are several.
    private readonly UnaryOp<AffineFunction>? _op;

    /// <summary>A rescaling by one factor.</summary>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">Added after scaling.</param>
    /// <param name="name">A name that is unique in its model; null for <c>rescaling</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public Rescaling(double scale, double offset = 0, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        Scale = Tensor.Scalar(LayerArguments.Finite(this, scale));
        Offset = Tensor.Scalar(LayerArguments.Finite(this, offset));
        _op = OpOf(Scale, Offset);
    }

    /// <summary>A rescaling by several factors, as for each channel.</summary>
    /// <param name="scale">The factors, whose shape broadcasts to that of inputs.</param>
    /// <param name="offset">Added after scaling, likewise; null for 0.</param>
    /// <param name="name">A name that is unique in its model; null for <c>rescaling</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public Rescaling(Tensor scale, Tensor? offset = null, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(scale);
        (Scale, Offset) = (scale.Clone(), offset?.Clone() ?? Tensor.Scalar(0));
        foreach (float number in Scale.Span) LayerArguments.Finite(this, number, nameof(scale));
        foreach (float number in Offset.Span) LayerArguments.Finite(this, number, nameof(offset));
        _op = OpOf(Scale, Offset);
    }

    /// <summary>The factor, or the factors.</summary>
    public Tensor Scale { get; }

    /// <summary>Added after scaling.</summary>
    public Tensor Offset { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool TakesSamplesApart(bool training) => true;

    internal override bool RunsAhead => ActivityRegularizer is null;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (_op is null && !(Fits(Scale.Shape, input) && Fits(Offset.Shape, input)))
        {
            throw new ShapeException(
                $"expected an input that scale {Scale.Shape} and offset {Offset.Shape} broadcast to but got {input}.");
        }

        return input;
    }

    internal static Rescaling FromConfig(ConfigReader reader) => new(
        NestedNumbers.Read(reader, "scale")
            ?? throw new FormatException($"{reader.Owner}: the config lacks 'scale', which has no default."),
        NestedNumbers.Read(reader, "offset"), reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        if (_op is not null) return Tape.Run(_op, input);
        _ = ComputeOutputShape(input.Shape);
        return input * Scale + Offset;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["scale"] = NestedNumbers.Write(Scale);
        config["offset"] = NestedNumbers.Write(Offset);
    }

    private static UnaryOp<AffineFunction>? OpOf(Tensor scale, Tensor offset) => scale.Rank == 0 && offset.Rank == 0
        ? new UnaryOp<AffineFunction>("Rescaling", new AffineFunction(scale.Span[0], offset.Span[0]))
        : null;

    // Along the batch there is no saying.
    private static bool Fits(Shape shape, Shape input)
    {
        for (int i = 1; i <= shape.Rank; i++)
        {
            if (i > input.Rank || (shape[^i] != 1 && shape[^i] != input[^i])) return false;
        }

        return true;
    }
}
