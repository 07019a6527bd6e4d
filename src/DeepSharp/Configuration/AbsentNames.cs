namespace DeepSharp;

/// <summary>
/// Names of Keras 3.15 for which there was nothing here when the list was made; those that have come since may stay in it. Whoever writes
/// one meant it: a name that is merely near, <c>acc</c> for <c>AUC</c>, would lead astray.
/// </summary>
internal static class AbsentNames
{
    private static readonly Dictionary<string, string[]> s_names = new(StringComparer.Ordinal)
    {
        ["activation"] = ["sparsemax"],
        ["initializer"] = ["STFT"],
        ["loss"] =
        [
            "BinaryFocalCrossentropy", "CategoricalFocalCrossentropy", "CategoricalHinge", "Circle", "CosineSimilarity", "CTC", "Dice",
            "Hinge", "KLD", "KLDivergence", "LogCosh", "MAPE", "MeanAbsolutePercentageError", "MeanSquaredLogarithmicError", "MSLE",
            "Poisson", "SquaredHinge", "Tversky",
        ],
        ["metric"] =
        [
            "AUC", "BCE", "BinaryCrossentropy", "BinaryIoU", "CategoricalCrossentropy", "CategoricalHinge", "ConcordanceCorrelation",
            "CosineSimilarity", "F1Score", "FalseNegatives", "FalsePositives", "FBetaScore", "Hinge", "IoU", "KLDivergence",
            "LogCosh", "LogCoshError", "MAPE", "MeanAbsolutePercentageError", "MeanIoU", "MeanSquaredLogarithmicError", "MSLE",
            "OneHotIoU", "OneHotMeanIoU", "PearsonCorrelation", "Poisson", "Precision", "PrecisionAtRecall", "R2Score", "Recall",
            "RecallAtPrecision", "RootMeanSquaredError", "SensitivityAtSpecificity", "SparseCategoricalCrossentropy",
            "SpecificityAtSensitivity", "SquaredHinge", "Sum", "TrueNegatives", "TruePositives",
        ],
        ["optimizer"] = ["LossScaleOptimizer", "Muon", "MultiOptimizer", "ScheduleFreeAdamW"],
        ["layer"] =
        [
            "ActivityRegularization", "AdaptiveAveragePooling1D", "AdaptiveAveragePooling2D", "AdaptiveAveragePooling3D",
            "AdaptiveMaxPooling1D", "AdaptiveMaxPooling2D", "AdaptiveMaxPooling3D", "AdditiveAttention", "AlphaDropout", "Attention",
            "AugMix", "AutoContrast", "AveragePooling3D", "Bidirectional", "CategoryEncoding", "CenterCrop",
            "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D", "Cropping1D", "Cropping2D",
            "Cropping3D", "CutMix", "Discretization", "Dot", "EinsumDense", "ELU", "Equalization", "GaussianDropout",
            "GaussianNoise", "GlobalAveragePooling3D", "GlobalMaxPooling3D", "GroupedQueryAttention", "GroupNormalization", "GRUCell",
            "HashedCrossing", "IntegerLookup", "Lambda", "LeakyReLU", "LSTMCell", "Masking", "MaxPooling3D", "MelSpectrogram",
            "MixUp", "MultiHeadAttention", "Normalization", "PReLU", "RandAugment", "RandomBrightness", "RandomColorJitter",
            "RandomContrast", "RandomCrop", "RandomErasing", "RandomFlip", "RandomGaussianBlur", "RandomGrayscale", "RandomHue",
            "RandomInvert", "RandomPerspective", "RandomRotation", "RandomSaturation", "RandomSharpness", "RandomShear",
            "RandomTranslation", "RandomZoom", "Resizing", "RMSNormalization", "RNN",
            "SimpleRNNCell", "Solarization", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "SpectralNormalization",
            "StackedRNNCells", "STFTSpectrogram", "TextVectorization", "TimeDistributed", "UnitNormalization",
            "UpSampling1D", "UpSampling2D", "UpSampling3D", "ZeroPadding1D", "ZeroPadding3D",
        ],
    };

    /// <summary>The kinds of things of which some names are absent.</summary>
    public static IEnumerable<string> Kinds => s_names.Keys;

    /// <summary>The names of a kind, as Keras writes its classes.</summary>
    public static IReadOnlyList<string> Of(string kind) => s_names.GetValueOrDefault(kind, []);

    /// <summary>
    /// The middle of a message about an unknown name: that it is Keras's and not here yet, or which name is near; nothing where none is.
    /// </summary>
    public static string Hint(string kind, string name, IEnumerable<string> known)
    {
        string wanted = NearestName.Plain(name);
        bool isHere = known.Any(present => NearestName.Plain(present) == wanted);
        return !isHere && Of(kind).Any(absent => NearestName.Plain(absent) == wanted)
            ? "Keras has it; it is not here yet. " : NearestName.Hint(name, known);
    }
}
