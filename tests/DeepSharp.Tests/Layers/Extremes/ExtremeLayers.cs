using CsCheck;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Layers.Extremes;

/// <summary>The layers that are given extreme integers. A new layer takes part with a line here.</summary>
internal static class ExtremeLayers
{
    public static IReadOnlyDictionary<string, Gen<ExtremeCase>> Cases { get; } = new Dictionary<string, Gen<ExtremeCase>>
    {
        ["AdaptiveAveragePooling1D"] = ResamplingExtremes.AdaptiveAveragePooling(1),
        ["AdaptiveAveragePooling2D"] = ResamplingExtremes.AdaptiveAveragePooling(2),
        ["AdaptiveAveragePooling3D"] = ResamplingExtremes.AdaptiveAveragePooling(3),
        ["AdaptiveMaxPooling1D"] = ResamplingExtremes.AdaptiveMaxPooling(1),
        ["AdaptiveMaxPooling2D"] = ResamplingExtremes.AdaptiveMaxPooling(2),
        ["AdaptiveMaxPooling3D"] = ResamplingExtremes.AdaptiveMaxPooling(3),
        ["AveragePooling1D"] = SequenceWindowExtremes.AveragePooling1D,
        ["AveragePooling2D"] = WindowExtremes.AveragePooling2D,
        ["AveragePooling3D"] = ResamplingExtremes.AveragePooling3D,
        ["BatchNormalization"] = AxisExtremes.BatchNormalization,
        ["CenterCrop"] = ResamplingExtremes.CenterCrop,
        ["Concatenate"] = ReshapingExtremes.Concatenate,
        ["Conv1D"] = SequenceWindowExtremes.Conv1D,
        ["Conv1DTranspose"] = ConvolutionExtremes.Conv1DTranspose,
        ["Conv2D"] = WindowExtremes.Conv2D,
        ["Conv2DTranspose"] = ConvolutionExtremes.Conv2DTranspose,
        ["Conv3D"] = ConvolutionExtremes.Conv3D,
        ["Conv3DTranspose"] = ConvolutionExtremes.Conv3DTranspose,
        ["ConvLSTM1D"] = RecurrentExtremes.ConvLSTM(1, (filters, size, strides, padding) => new ConvLSTM1D(filters, size, strides, padding)),
        ["ConvLSTM2D"] = RecurrentExtremes.ConvLSTM(2, (filters, size, strides, padding) => new ConvLSTM2D(filters, size, (Size2D)strides, padding)),
        ["ConvLSTM3D"] = RecurrentExtremes.ConvLSTM(3, (filters, size, strides, padding) => new ConvLSTM3D(filters, size, (Size3D)strides, padding)),
        ["Cropping1D"] = ResamplingExtremes.Cropping(1),
        ["Cropping2D"] = ResamplingExtremes.Cropping(2),
        ["Cropping3D"] = ResamplingExtremes.Cropping(3),
        ["Dense"] = CoreExtremes.Dense,
        ["DepthwiseConv1D"] = ConvolutionExtremes.DepthwiseConv1D,
        ["DepthwiseConv2D"] = WindowExtremes.DepthwiseConv2D,
        ["Dot"] = AttentionExtremes.Dot,
        ["EinsumDense"] = AttentionExtremes.EinsumDense,
        ["Embedding"] = CoreExtremes.Embedding,
        ["GroupNormalization"] = NormalizationExtremes.GroupNormalization,
        ["GroupQueryAttention"] = AttentionExtremes.GroupQueryAttention,
        ["GRU"] = RecurrentExtremes.Gru,
        ["GRUCell"] = RecurrentExtremes.GruCell,
        ["Hashing"] = CoreExtremes.Hashing,
        ["InputLayer"] = AxisExtremes.InputLayer,
        ["LayerNormalization"] = AxisExtremes.LayerNormalization,
        ["LayerScale"] = CoreExtremes.LayerScale,
        ["LSTM"] = RecurrentExtremes.Lstm,
        ["LSTMCell"] = RecurrentExtremes.LstmCell,
        ["MaxPooling1D"] = SequenceWindowExtremes.MaxPooling1D,
        ["MaxPooling2D"] = WindowExtremes.MaxPooling2D,
        ["MaxPooling3D"] = ResamplingExtremes.MaxPooling3D,
        ["MultiHeadAttention"] = AttentionExtremes.MultiHeadAttention,
        ["Normalization"] = AxisExtremes.Normalization,
        ["Permute"] = ReshapingExtremes.Permute,
        ["PReLU"] = NormalizationExtremes.PReLU,
        ["RepeatVector"] = ReshapingExtremes.RepeatVector,
        ["Reshape"] = ReshapingExtremes.Reshape,
        ["Resizing"] = ResamplingExtremes.Resizing,
        ["RMSNormalization"] = NormalizationExtremes.RMSNormalization,
        ["SeparableConv1D"] = ConvolutionExtremes.SeparableConv1D,
        ["SeparableConv2D"] = ConvolutionExtremes.SeparableConv2D,
        ["SimpleRNN"] = RecurrentExtremes.SimpleRnn,
        ["SimpleRNNCell"] = RecurrentExtremes.SimpleRnnCell,
        ["Softmax"] = AxisExtremes.Softmax,
        ["SpectralNormalization"] = NormalizationExtremes.SpectralNormalization,
        ["UnitNormalization"] = NormalizationExtremes.UnitNormalization,
        ["UpSampling1D"] = ResamplingExtremes.UpSampling(1),
        ["UpSampling2D"] = ResamplingExtremes.UpSampling(2),
        ["UpSampling3D"] = ResamplingExtremes.UpSampling(3),
        ["ZeroPadding1D"] = ResamplingExtremes.ZeroPadding(1),
        ["ZeroPadding2D"] = ReshapingExtremes.ZeroPadding2D,
        ["ZeroPadding3D"] = ResamplingExtremes.ZeroPadding(3),
    };

    /// <summary>Layers that take no number of anything, so that there is nothing to draw.</summary>
    public static IReadOnlyList<string> WithoutIntegers { get; } =
    [
        "Activation", "ActivityRegularization", "Add", "AdditiveAttention", "Attention", "Average", "Bidirectional", "CustomScaleLayer", "ELU", "Flatten",
        "GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalAveragePooling3D", "GlobalMaxPooling1D", "GlobalMaxPooling2D",
        "GlobalMaxPooling3D", "Identity", "LeakyReLU", "Masking", "Maximum", "Minimum", "Multiply", "ReLU", "Rescaling", "RNN",
        "StackedRNNCells", "Subtract", "TimeDistributed",
    ];
}
