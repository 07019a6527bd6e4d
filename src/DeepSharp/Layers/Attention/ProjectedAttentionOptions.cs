namespace DeepSharp;

/// <summary>What attention over projections is told besides sizes and weights.</summary>
/// <param name="Dropout">Fraction of the probabilities that training drops.</param>
/// <param name="UseBias">Whether the projections add biases.</param>
/// <param name="UseGate">Whether what heads give is scaled by a gate.</param>
/// <param name="SlidingWindow">How far a query looks; null for everywhere.</param>
/// <param name="FlashAttention">What Keras is told.</param>
/// <param name="Seed">Seed of the layer's own random numbers.</param>
internal sealed record ProjectedAttentionOptions(
    double Dropout, bool UseBias, bool UseGate, int? SlidingWindow, bool? FlashAttention, long? Seed)
{
    /// <summary>Reads them from a layer's config.</summary>
    public static ProjectedAttentionOptions Read(ConfigReader reader) => new(
        reader.Double("dropout", 0), reader.Bool("use_bias", true), reader.Bool("use_gate", false), reader.OptionalInt("sliding_window"),
        reader.Has("flash_attention") ? reader.Bool("flash_attention", false) : null, reader.OptionalLong("seed"));
}
