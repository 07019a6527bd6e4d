using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Cuts steps off the borders of sequences.</summary>
/// <remarks>
/// <b>Input</b> (batch, steps, channels) ·
/// <b>Output</b> (batch, steps - before - after, channels). No weights.
/// </remarks>
/// <example><code>
/// new Cropping1D((2, 0))   // without the first two steps
/// </code></example>
public sealed class Cropping1D : MarginsLayer
{
    /// <summary>The same at both ends.</summary>
    /// <param name="cropping">What is cut off before the first step and after the last one.</param>
    /// <param name="name">A name that is unique in its model; null for <c>cropping1d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public Cropping1D(int cropping = 1, string? name = null, Shape? inputShape = null)
        : this(new AxisMargins(cropping, cropping), name, inputShape)
    {
    }

    /// <summary>A number for each end.</summary>
    /// <param name="cropping">What is cut off before the first step and after the last one.</param>
    /// <param name="name">A name that is unique in its model; null for <c>cropping1d</c>, numbered.</param>
    /// <param name="inputShape">The shape of one input sample, where this is the first layer of a model.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public Cropping1D(Margin cropping, string? name = null, Shape? inputShape = null)
        : this(new AxisMargins(cropping.Before, cropping.After), name, inputShape)
    {
    }

    private Cropping1D(AxisMargins margins, string? name, Shape? inputShape = null)
        : base("cropping", margins, static margins => new CroppingOp(margins), default, name, inputShape)
    {
    }

    /// <summary>What is cut off before the first step and after the last one.</summary>
    public (int Before, int After) Cropping => (Margins.Before[0], Margins.After[0]);

    internal static Cropping1D FromConfig(ConfigReader reader) =>
        new(Read(reader, "cropping", 1, 1), reader.String("name"));

    /// <inheritdoc/>
    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config.Remove("data_format");
    }
}
