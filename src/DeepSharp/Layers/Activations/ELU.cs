using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>The exponential linear unit (Clevert et al. 2015) as a layer: x above 0, alpha · (eˣ - 1) below.</summary>
/// <remarks><b>Input</b> any shape · <b>Output</b> the same shape. No weights.</remarks>
/// <example><code>new ELU(alpha: 0.7)</code></example>
public sealed class ELU : AdvancedActivation
{
    /// <summary>An exponential linear unit.</summary>
    /// <param name="alpha">Minus the limit far below 0.</param>
    /// <param name="name">A name that is unique in its model; null for <c>elu</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not finite.</exception>
    public ELU(double alpha = 1, string? name = null, Shape? inputShape = null)
        : base(name, inputShape)
    {
        Alpha = LayerArguments.Finite(this, alpha);
        Function = Activation.ELU(Alpha);
    }

    /// <summary>Minus the limit far below 0.</summary>
    public float Alpha { get; }

    private protected override Activation Function { get; }

    internal static ELU FromConfig(ConfigReader reader) => new(reader.Float("alpha", 1f), reader.String("name"));

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config) => config["alpha"] = Alpha;
}
