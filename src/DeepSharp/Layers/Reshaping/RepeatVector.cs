using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Repeats every sample along a new axis, such as steps of time.</summary>
/// <remarks><b>Input</b> (batch, features) · <b>Output</b> (batch, n, features). No weights.</remarks>
/// <example><code>new RepeatVector(3)   // (32, 64) to (32, 3, 64)</code></example>
public sealed class RepeatVector : Layer
{
    private readonly RepeatVectorOp _op;

    /// <summary>A repetition.</summary>
    /// <param name="n">How often, 1 or more.</param>
    /// <param name="name">A name that is unique in its model; null for <c>repeat_vector</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is below 1.</exception>
    public RepeatVector(int n, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        N = LayerArguments.Positive(this, n);
        _op = new RepeatVectorOp(n);
    }

    /// <summary>How often every sample is repeated.</summary>
    public int N { get; }

    private protected override bool KeepsDType => true;

    internal override bool TakesSamplesApart(bool training) => true;

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => _op.InferShape(input);

    internal static RepeatVector FromConfig(ConfigReader reader) => new(reader.Int("n"), reader.String("name"));

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => Tape.Run(_op, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["n"] = N;
}
