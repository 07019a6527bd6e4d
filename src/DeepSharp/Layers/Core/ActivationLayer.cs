using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Applies an activation to its input: Keras's layer <c>Activation</c>.</summary>
/// <remarks>
/// <b>Input</b> any shape · <b>Output</b> as the activation says, mostly the same shape. No weights.<br/>
/// In configs, files and automatic names it is called as in Keras, <c>Activation</c> and <c>activation</c>. The class in C# is not, because
/// <see cref="DeepSharp.Activation"/> is the function itself: <c>Activation.ReLU</c> has to mean the same in a program that also uses
/// <c>DeepSharp.Layers</c>.
/// </remarks>
/// <example><code>new ActivationLayer("relu")</code></example>
public sealed class ActivationLayer : Layer
{
    /// <summary>A layer that applies an activation.</summary>
    /// <param name="activation">The function, or Keras's name of it.</param>
    /// <param name="name">A name that is unique in its model; null for <c>activation</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    public ActivationLayer(Activation activation, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Activation = activation;
    }

    /// <summary>Keras's class name, <c>Activation</c>.</summary>
    public override string ClassName => nameof(Activation);

    /// <summary>The function.</summary>
    public Activation Activation { get; }

    /// <inheritdoc/>
    public override bool SupportsMasking => true;

    internal override bool TakesSamplesApart(bool training) => IsKnown(Activation);

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape input) => Activation.ComputeOutputShape(input);

    internal override Activation? OnlyActivation => Activation;

    internal static ActivationLayer FromConfig(ConfigReader reader)
    {
        if (!reader.Has("activation")) throw reader.Wrong("activation", "the name or the config of an activation", null);
        return new ActivationLayer(Activation.Read(reader, "activation"), reader.String("name"));
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor input, bool training) => Activation.Apply(input);

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["activation"] = Activation.ToConfig();
}
