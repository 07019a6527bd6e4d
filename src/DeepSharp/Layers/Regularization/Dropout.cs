using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>In training, sets a random part of its input to 0 and scales the rest up so that the mean stays; else does nothing.</summary>
/// <remarks>
/// <b>Input</b> any shape · <b>Output</b> the same shape. No weights.<br/>
/// Each call of a layer draws new numbers. Layers made with the same <c>seed</c> draw the same ones, call by call.
/// </remarks>
/// <example><code>new Dropout(0.5)</code></example>
public sealed class Dropout : Layer
{
    private readonly DropoutOp _op;

    /// <summary>A dropout.</summary>
    /// <param name="rate">Fraction of the values to drop, from 0 to below 1.</param>
    /// <param name="seed">Seed of the layer's own random numbers; null for the next stream of the process.</param>
    /// <param name="name">A name that is unique in its model; null for <c>dropout</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is below 0, or 1 or more.</exception>
    public Dropout(double rate, long? seed = null, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        if ((float)rate is not (>= 0f and < 1f))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rate),
                $"{LayerArguments.Describe(this)}: expected rate, the fraction to drop, from 0 to below 1 but got {rate}.");
        }

        Rate = (float)rate;
        Seed = seed;
        _op = new DropoutOp((float)rate, DeepSharpRuntime.CreateStream(seed));
    }

    /// <summary>Fraction of the values to drop.</summary>
    public float Rate { get; }

    /// <summary>Seed of the layer's own random numbers, if it was given one.</summary>
    public long? Seed { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    internal static Dropout FromConfig(ConfigReader reader)
    {
        reader.Refuse("noise_shape");
        return new Dropout(reader.Float("rate"), reader.OptionalLong("seed"), reader.String("name"));
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => training && Rate > 0f ? Tape.Run(_op, input) : input;

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        config["rate"] = Rate;
        config["seed"] = Seed;
        config["noise_shape"] = null;
    }
}
