using CsCheck;
using DeepSharp.Layers;

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
        ["ConvLSTM1D"] = RecurrentExtremes.ConvLSTM(1, (filters, size, strides, padding) => new ConvLSTM1D(filters, size, strides, padding)),
        ["ConvLSTM2D"] = RecurrentExtremes.ConvLSTM(2, (filters, size, strides, padding) => new ConvLSTM2D(filters, size, (Size2D)strides, padding)),
        ["ConvLSTM3D"] = RecurrentExtremes.ConvLSTM(3, (filters, size, strides, padding) => new ConvLSTM3D(filters, size, (Size3D)strides, padding)),
        ["Dense"] = CoreExtremes.Dense,
        ["DepthwiseConv2D"] = WindowExtremes.DepthwiseConv2D,
        ["Embedding"] = CoreExtremes.Embedding,
        ["GRU"] = RecurrentExtremes.Gru,
        ["GRUCell"] = RecurrentExtremes.GruCell,
        ["Hashing"] = CoreExtremes.Hashing,
        ["InputLayer"] = AxisExtremes.InputLayer,
        ["LayerNormalization"] = AxisExtremes.LayerNormalization,
        ["LSTM"] = RecurrentExtremes.Lstm,
        ["LSTMCell"] = RecurrentExtremes.LstmCell,
        ["MaxPooling1D"] = SequenceWindowExtremes.MaxPooling1D,
        ["MaxPooling2D"] = WindowExtremes.MaxPooling2D,
        ["Permute"] = ReshapingExtremes.Permute,
        ["RepeatVector"] = ReshapingExtremes.RepeatVector,
        ["Reshape"] = ReshapingExtremes.Reshape,
        ["SimpleRNN"] = RecurrentExtremes.SimpleRnn,
        ["SimpleRNNCell"] = RecurrentExtremes.SimpleRnnCell,
        ["Softmax"] = AxisExtremes.Softmax,
        ["ZeroPadding2D"] = ReshapingExtremes.ZeroPadding2D,
    };

    /// <summary>Layers that take no number of anything, so that there is nothing to draw.</summary>
    public static IReadOnlyList<string> WithoutIntegers { get; } =
    [
        "Activation", "Add", "Average", "Bidirectional", "ELU", "Flatten", "GlobalAveragePooling1D", "GlobalAveragePooling2D",
        "GlobalMaxPooling1D", "GlobalMaxPooling2D", "Identity", "LeakyReLU", "Maximum", "Minimum",
        "Multiply", "ReLU", "Rescaling", "RNN", "StackedRNNCells", "Subtract", "TimeDistributed",
    ];
}
