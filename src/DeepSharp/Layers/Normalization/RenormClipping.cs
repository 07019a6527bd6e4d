using System.Text.Json.Nodes;

namespace DeepSharp.Layers;

/// <summary>Limits of how much a <see cref="BatchNormalization"/> with <c>renorm</c> corrects the moments of a batch.</summary>
/// <param name="RMax">The largest scale r; null for no limit.</param>
/// <param name="RMin">The least scale r; null for no limit.</param>
/// <param name="DMax">The largest magnitude of the shift d; null for no limit.</param>
/// <exception cref="ArgumentOutOfRangeException">
/// A limit is not finite, d's is negative, or <paramref name="RMax"/> is below <paramref name="RMin"/>.
/// </exception>
/// <example><code>
/// new BatchNormalization(renorm: true, renormClipping: new RenormClipping(RMax: 3, RMin: 1.0 / 3, DMax: 5))
/// </code></example>
public sealed record RenormClipping(double? RMax = null, double? RMin = null, double? DMax = null)
{
    /// <summary>The largest scale r; null for no limit.</summary>
    public double? RMax { get; } = InOrder(Finite(RMax, nameof(RMax)), RMin);

    /// <summary>The least scale r; null for no limit.</summary>
    public double? RMin { get; } = Finite(RMin, nameof(RMin));

    /// <summary>The largest magnitude of the shift d; null for no limit.</summary>
    public double? DMax { get; } = DMax is { } shift ? OptionNumber.NotNegative(nameof(RenormClipping), shift, nameof(DMax)) : null;

    /// <summary>Reads Keras's dictionary of <c>rmax</c>, <c>rmin</c> and <c>dmax</c>; null for none.</summary>
    internal static RenormClipping? Read(ConfigReader reader, string key)
    {
        if (reader.Node(key) is not { } node) return null;
        if (node is not JsonObject limits) throw reader.Wrong(key, "an object of rmax, rmin and dmax", node);
        var inner = new ConfigReader(limits, $"{reader.Owner}, '{key}'");
        var clipping = new RenormClipping(inner.OptionalFloat("rmax"), inner.OptionalFloat("rmin"), inner.OptionalFloat("dmax"));
        inner.End();
        return clipping;
    }

    internal Renormalization With(double momentum) => new((float?)RMax, (float?)RMin, (float?)DMax, momentum);

    internal JsonObject ToConfig()
    {
        var config = new JsonObject();
        if (RMax is { } largest) config["rmax"] = (float)largest;
        if (RMin is { } least) config["rmin"] = (float)least;
        if (DMax is { } shift) config["dmax"] = (float)shift;
        return config;
    }

    private static double? Finite(double? limit, string name) =>
        limit is { } number ? OptionNumber.Finite(nameof(RenormClipping), number, name) : null;

    private static double? InOrder(double? most, double? least) => !(most < least) ? most : throw new ArgumentOutOfRangeException(
        nameof(RMax), $"{nameof(RenormClipping)}: expected an RMax of at least RMin but got {most} and {least}.");
}
