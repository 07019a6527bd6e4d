using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Puts all values of a sample in one row. The batch axis stays.</summary>
/// <remarks>
/// <b>Input</b> (batch, ...) · <b>Output</b> (batch, features), where (batch,) becomes (batch, 1). A view: nothing is copied.
/// </remarks>
/// <example><code>new Flatten()   // (32, 7, 7, 64) to (32, 3136)</code></example>
public sealed class Flatten : Layer
{
    /// <summary>A flattening.</summary>
    /// <param name="name">A name that is unique in its model; null for <c>flatten</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    public Flatten(string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => FlattenOp.InferShape(input);

    internal static Flatten FromConfig(ConfigReader reader)
    {
        ImageConfig.ReadDataFormat(reader);
        return new Flatten(reader.String("name"));
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => Tape.Run(FlattenOp.Instance, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => ImageConfig.WriteDataFormat(config);
}
