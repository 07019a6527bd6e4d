using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Makes a mask of the steps of sequences that are not padding: of those where some feature is not the mask value.</summary>
/// <remarks>
/// <b>Input</b> (batch, steps, features), or with more axes between · <b>Output</b> the same shape, zeros where steps are padding. No
/// weights.<br/>
/// The mask, (batch, steps), says 1 where a step counts. Recurrent layers, losses and metrics behind heed it.
/// </remarks>
/// <example><code>var model = new Sequential(new Masking(inputShape: [Shape.Any, 8]), new LSTM(32), new Dense(1));</code></example>
public sealed class Masking : Layer
{
    private static readonly ExtremumOp s_any = new([-1], keepDims: false, isMax: true);

    private readonly Tensor _value;

    /// <summary>A masking.</summary>
    /// <param name="maskValue">What all features of a step are that is padding.</param>
    /// <param name="name">A name that is unique in its model; null for <c>masking</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maskValue"/> is not finite.</exception>
    public Masking(double maskValue = 0, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        MaskValue = LayerArguments.Finite(this, maskValue);
        _value = Tensor.From([MaskValue], []);
    }

    /// <summary>What all features of a step are that is padding.</summary>
    public float MaskValue { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override bool MakesMasks => true;

    /// <inheritdoc/>
    public override Tensor? ComputeMask(Tensor input, Tensor? mask)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Tape.Run(s_any, Tape.Run(MathOps.NotEqualTo, input, _value));
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input)
    {
        if (input.Rank >= 2) return input;
        throw new ShapeException($"expected an input of rank 2 or more (batch, ..., features) but got {input}.");
    }

    internal static Masking FromConfig(ConfigReader reader) => new(reader.Float("mask_value", 0f), reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        ComputeOutputShape(input.Shape);
        Tensor mask = ComputeMask(input, input.Mask)!;
        Tensor output = Tape.Run(MaskSelectOp.OrZero, mask, input);
        output.Mask = mask;
        return output;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["mask_value"] = MaskValue;
}
