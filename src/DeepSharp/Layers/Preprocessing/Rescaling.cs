using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp.Layers;

/// <summary>Scales and shifts its input: <c>x * scale + offset</c>.</summary>
/// <remarks><b>Input</b> any shape · <b>Output</b> the same shape. No weights.</remarks>
/// <example><code>new Rescaling(1.0 / 255, inputShape: [32, 32, 3])</code></example>
public sealed class Rescaling : Layer
{
    // Null where there are several numbers, which broadcast.
    private readonly UnaryOp<AffineFunction>? _op;

    /// <summary>A rescaling of all values alike.</summary>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">Added after scaling.</param>
    /// <param name="name">A name that is unique in its model; null for <c>rescaling</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public Rescaling(double scale, double offset = 0, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        float factor = LayerArguments.Finite(this, scale), shift = LayerArguments.Finite(this, offset);
        (Scale, Offset) = (Tensor.From([factor], []), Tensor.From([shift], []));
        _op = new UnaryOp<AffineFunction>("Rescaling", new AffineFunction(factor, shift));
    }

    /// <summary>A rescaling with a factor and an offset for each place along the last axes, such as one for each channel.</summary>
    /// <param name="scale">The factors. Their shape broadcasts to that of the input.</param>
    /// <param name="offset">Added after scaling; null for 0. Broadcasts too.</param>
    /// <param name="name">A name that is unique in its model; null for <c>rescaling</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    /// <example><code>new Rescaling(Tensor.From([2f, 2.1f, 2f]))   // red, green and blue</code></example>
    public Rescaling(Tensor scale, Tensor? offset = null, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(scale);
        (Scale, Offset) = (scale.Clone(), offset?.Clone() ?? Tensor.Zeros([]));
        foreach (float value in Scale.Span) LayerArguments.Finite(this, value, nameof(scale));
        foreach (float value in Offset.Span) LayerArguments.Finite(this, value, nameof(offset));
        if (Scale.Rank + Offset.Rank == 0) _op = new UnaryOp<AffineFunction>("Rescaling", new AffineFunction(Scale.Item(), Offset.Item()));
    }

    /// <summary>The factor, a single number of shape (), or one for each place along the last axes.</summary>
    public Tensor Scale { get; }

    /// <summary>Added after scaling: a single number of shape (), or one for each place along the last axes.</summary>
    public Tensor Offset { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool TakesSamplesApart(bool training) => _op is not null;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (Fits(Scale.Shape, input) && Fits(Offset.Shape, input)) return input;
        throw new ShapeException(
            $"expected an input that a scale of shape {Scale.Shape} and an offset of shape {Offset.Shape} broadcast to but got {input}.");
    }

    internal static Rescaling FromConfig(ConfigReader reader) => new(
        NestedNumbers.Read(reader, "scale") ?? throw reader.Wrong("scale", "a number, or a list of them", null),
        NestedNumbers.Read(reader, "offset"), reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => _op is not null ? Tape.Run(_op, input) : input * Scale + Offset;

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["scale"] = NestedNumbers.Write(Scale);
        config["offset"] = NestedNumbers.Write(Offset);
    }

    private static bool Fits(Shape numbers, Shape input)
    {
        if (numbers.Rank > input.Rank) return false;
        for (int i = 1; i <= numbers.Rank; i++)
        {
            if (numbers[^i] != 1 && numbers[^i] != input[^i] && input[^i] != Shape.Any) return false;
        }

        return true;
    }
}
