using CsCheck;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>The layers that are given extreme integers. A new layer takes part with a line here.</summary>
internal static class ExtremeLayers
{
    public static IReadOnlyDictionary<string, Gen<ExtremeCase>> Cases { get; } = new Dictionary<string, Gen<ExtremeCase>>
    {
        ["AveragePooling1D"] = SequenceWindowExtremes.AveragePooling1D,
        ["AveragePooling2D"] = WindowExtremes.AveragePooling2D,
        ["BatchNormalization"] = AxisExtremes.BatchNormalization,
        ["Concatenate"] = ReshapingExtremes.Concatenate,
        ["Conv1D"] = SequenceWindowExtremes.Conv1D,
        ["Conv2D"] = WindowExtremes.Conv2D,
        ["Dense"] = CoreExtremes.Dense,
        ["DepthwiseConv2D"] = WindowExtremes.DepthwiseConv2D,
        ["Dot"] = AttentionExtremes.Dot,
        ["EinsumDense"] = AttentionExtremes.EinsumDense,
        ["Embedding"] = CoreExtremes.Embedding,
        ["GroupQueryAttention"] = AttentionExtremes.GroupQueryAttention,
        ["GRU"] = CoreExtremes.Gru,
        ["Hashing"] = CoreExtremes.Hashing,
        ["InputLayer"] = AxisExtremes.InputLayer,
        ["LayerNormalization"] = AxisExtremes.LayerNormalization,
        ["LSTM"] = CoreExtremes.Lstm,
        ["MaxPooling1D"] = SequenceWindowExtremes.MaxPooling1D,
        ["MaxPooling2D"] = WindowExtremes.MaxPooling2D,
        ["MultiHeadAttention"] = AttentionExtremes.MultiHeadAttention,
        ["Permute"] = ReshapingExtremes.Permute,
        ["RepeatVector"] = ReshapingExtremes.RepeatVector,
        ["Reshape"] = ReshapingExtremes.Reshape,
        ["SimpleRNN"] = CoreExtremes.SimpleRnn,
        ["Softmax"] = AxisExtremes.Softmax,
        ["ZeroPadding2D"] = ReshapingExtremes.ZeroPadding2D,
    };

    /// <summary>Layers that take no number of anything, so that there is nothing to draw.</summary>
    public static IReadOnlyList<string> WithoutIntegers { get; } =
    [
        "Activation", "Add", "AdditiveAttention", "Attention", "Average", "ELU", "Flatten", "GlobalAveragePooling1D", "GlobalAveragePooling2D",
        "GlobalMaxPooling1D", "GlobalMaxPooling2D", "Identity", "LeakyReLU", "Maximum", "Minimum",
        "Multiply", "ReLU", "Rescaling", "Subtract",
    ];
}
