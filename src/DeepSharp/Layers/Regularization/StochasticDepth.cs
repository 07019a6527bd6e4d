using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>In training, sets whole samples to 0 at random and scales the others up so that the mean stays; else does nothing.</summary>
/// <remarks>
/// <b>Input</b> (batch, ...) · <b>Output</b> the same shape. No weights.<br/>
/// Huang et al. 2016, "Deep Networks with Stochastic Depth": at the end of a residual branch it takes the branch away from some samples,
/// for which the network is less deep. In Keras it is a part of ConvNeXt.
/// </remarks>
/// <example><code>SymbolicTensor y = x + new StochasticDepth(0.1).Apply(branch);</code></example>
public sealed class StochasticDepth : Layer
{
    private readonly RandomStream _stream = DeepSharpRuntime.CreateStream();

    // For inputs of each rank: what decides has length 1 on all axes after the batch.
    private readonly Op?[] _ops = new Op?[Shape.MaxRank + 1];

    /// <summary>A layer that drops samples.</summary>
    /// <param name="dropPathRate">Fraction of the samples to drop, from 0 to 1.</param>
    /// <param name="name">A name that is unique in its model; null for <c>stochastic_depth</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dropPathRate"/> is not from 0 to 1.</exception>
    public StochasticDepth(double dropPathRate, string? name = null, Shape? inputShape = null)
        : base(name, inputShape) => DropPathRate = LayerArguments.Share(this, dropPathRate);

    /// <summary>Fraction of the samples to drop.</summary>
    public float DropPathRate { get; }

    internal override bool HoldsState => DropPathRate > 0f;

    internal override bool TakesSamplesApart(bool training) => !training || DropPathRate == 0f;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) =>
        input.Rank > 0 ? input : throw new ShapeException($"expected an input (batch, ...) but got {input}.");

    internal static StochasticDepth FromConfig(ConfigReader reader) => new(reader.Float("drop_path_rate"), reader.String("name"));

    private protected override string Module => "keras.src.applications.convnext";

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training)
    {
        ComputeOutputShape(input.Shape);
        return training && DropPathRate > 0f ? Tape.Run(_ops[input.Rank] ??= CreateOp(input.Rank), input) : input;
    }

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["drop_path_rate"] = DropPathRate;

    private SharedDropoutOp CreateOp(int rank) =>
        new(DropPathRate, _stream, new Shape([Shape.Any, .. Enumerable.Repeat(1, rank - 1)]));
}
