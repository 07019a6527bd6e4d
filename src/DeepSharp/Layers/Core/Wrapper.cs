using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>The base of layers around one other layer, such as <see cref="TimeDistributed"/>.</summary>
/// <remarks>
/// The layer inside counts as a part of this one: its weights are trained and saved with it. It is written to the config as
/// <c>layer</c>; unless a class overrides it, <c>OnBuild</c> builds it for the input.
/// </remarks>
/// <example><code>
/// sealed class Twice(Layer layer) : Wrapper(layer)
/// {
///     public override Shape ComputeOutputShape(Shape input) =&gt; Layer.ComputeOutputShape(Layer.ComputeOutputShape(input));
///
///     protected override Tensor Call(Tensor input, bool training) =&gt; Layer.Apply(Layer.Apply(input, training), training);
/// }
/// </code></example>
public abstract class Wrapper : Layer
{
    /// <summary>Takes a layer in.</summary>
    /// <param name="layer">The layer inside; a model, too.</param>
    /// <param name="name">A name that is unique in its model; null for the class's name in snake_case, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, without the batch axis, where this is the first layer of a model.</param>
    protected Wrapper(Layer layer, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Layer = AddLayer(layer);
    }

    /// <summary>The layer inside.</summary>
    public Layer Layer { get; }

    /// <inheritdoc/>
    protected override void OnBuild(Shape input) => BuildInside(Layer, input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["layer"] = Layer.ToConfig();
}
