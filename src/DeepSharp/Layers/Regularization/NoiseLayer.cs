using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>
/// A layer that is random in training and does nothing else: <see cref="GaussianNoise"/>, <see cref="SpatialDropout2D"/>.
/// </summary>
/// <remarks>
/// <b>Input</b> any shape · <b>Output</b> the same shape. No weights. Masks are handed on.<br/>
/// Each call draws new numbers. Layers made with the same seed draw the same ones, call by call.
/// </remarks>
public abstract class NoiseLayer : Layer
{
    private Op? _op;

    private protected NoiseLayer(long? seed, string? name, Shape? inputShape)
        : base(name, inputShape) => Seed = seed;

    /// <summary>Seed of the layer's own random numbers, if it was given one.</summary>
    public long? Seed { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool HoldsState => _op is not null;

    internal override bool TakesSamplesApart(bool training) => !training || _op is null;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => input;

    /// <summary>Says what is done in training; the layer does nothing where nothing is said.</summary>
    private protected void Use(Func<RandomStream, Op> createOp) => _op = createOp(DeepSharpRuntime.CreateStream(Seed));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => training && _op is { } op ? Tape.Run(op, input) : input;

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["seed"] = Seed;
}
