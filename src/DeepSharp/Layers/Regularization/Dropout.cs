using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>In training, sets a random part of its input to 0 and scales the rest up so that the mean stays; else does nothing.</summary>
/// <remarks>
/// <b>Input</b> any shape · <b>Output</b> the same shape. No weights.<br/>
/// Each call of a layer draws new numbers. Layers made with the same <c>seed</c> draw the same ones, call by call.
/// </remarks>
/// <example><code>
/// new Dropout(0.5)
/// new Dropout(0.2, noiseShape: [Shape.Any, 1, Shape.Any])   // the same values at all steps of a sequence
/// </code></example>
public sealed class Dropout : Layer
{
    private readonly Op _op;

    /// <summary>A dropout.</summary>
    /// <param name="rate">Fraction of the values to drop, from 0 to 1.</param>
    /// <param name="noiseShape">
    /// The shape of what decides about dropping, batch axis included: 1 along axes that share it, <see cref="Shape.Any"/> for the length of
    /// the input. Null for every value by itself.
    /// </param>
    /// <param name="seed">Seed of the layer's own random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>dropout</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="rate"/> is not from 0 to 1, or a length of <paramref name="noiseShape"/> is 0.
    /// </exception>
    public Dropout(double rate, Shape? noiseShape = null, long? seed = null, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        Rate = LayerArguments.Share(this, rate);
        DropMask.Require(LayerArguments.Describe(this), noiseShape);
        (NoiseShape, Seed) = (noiseShape, seed);
        RandomStream stream = DeepSharpRuntime.CreateStream(seed);
        _op = noiseShape is { } shared ? new SharedDropoutOp(Rate, stream, shared) : new DropoutOp(Rate, stream);
    }

    /// <summary>Fraction of the values to drop.</summary>
    public float Rate { get; }

    /// <summary>The shape of what decides about dropping, if it is not that of the input.</summary>
    public Shape? NoiseShape { get; }

    /// <summary>Seed of the layer's own random numbers, if it was given one.</summary>
    public long? Seed { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool HoldsState => Rate > 0f;

    internal override bool TakesSamplesApart(bool training) => !training;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    internal static Dropout FromConfig(ConfigReader reader) => new(
        reader.Float("rate"), reader.OptionalShape("noise_shape"), reader.OptionalLong("seed"), reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => training && Rate > 0f ? Tape.Run(_op, input) : input;

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["rate"] = Rate;
        config["seed"] = Seed;
        config["noise_shape"] = NoiseShape is { } shape ? ConfigSchema.List(shape) : null;
    }
}
