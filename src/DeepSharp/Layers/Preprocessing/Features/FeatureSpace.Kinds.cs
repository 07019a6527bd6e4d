using DeepSharp.Layers;

namespace DeepSharp;

// The features that Keras has names for.
public sealed partial class FeatureSpace
{
    /// <summary>Features that are looked at together: their combinations go to bins by a hash.</summary>
    /// <param name="featureNames">Two or more.</param>
    /// <param name="crossingDim">How many bins, 1 or more.</param>
    /// <param name="outputMode">Rows, or ids.</param>
    /// <exception cref="ArgumentException">There are fewer than two features, or the mode is float.</exception>
    public static FeatureCross Cross(IReadOnlyList<string> featureNames, int crossingDim, FeatureOutput outputMode = default) =>
        new(featureNames, crossingDim, outputMode);

    /// <summary>Numbers as they are.</summary>
    public static Feature Float(string? name = null) => new(DType.Float32, new Identity(LayerName(name)), FeatureOutput.Float);

    /// <summary>Numbers, scaled and shifted.</summary>
    public static Feature FloatRescaled(double scale = 1, double offset = 0, string? name = null) =>
        new(DType.Float32, new Rescaling(scale, offset, LayerName(name)), FeatureOutput.Float);

    /// <summary>Numbers, shifted and scaled to mean 0 and variance 1.</summary>
    public static Feature FloatNormalized(string? name = null) =>
        new(DType.Float32, new Normalization(name: LayerName(name)), FeatureOutput.Float);

    /// <summary>Numbers in bins.</summary>
    /// <param name="numBins">How many bins are learned; null where boundaries are given.</param>
    /// <param name="binBoundaries">The boundaries; null to learn them.</param>
    /// <param name="outputMode">Rows, or ids.</param>
    /// <param name="name">The feature's name, of which that of the layer is made.</param>
    public static Feature FloatDiscretized(
        int? numBins, IReadOnlyList<double>? binBoundaries = null, FeatureOutput outputMode = default, string? name = null) =>
        new(DType.Float32, new Discretization(binBoundaries, numBins, name: LayerName(name)), outputMode);

    /// <summary>Whole numbers of a vocabulary that is learned.</summary>
    public static Feature IntegerCategorical(
        int? maxTokens = null, int numOovIndices = 1, FeatureOutput outputMode = default, string? name = null) =>
        new(DType.Int32, new IntegerLookup(maxTokens, numOovIndices, name: LayerName(name)), outputMode);

    /// <summary>Strings of a vocabulary that is learned.</summary>
    public static Feature StringCategorical(
        int? maxTokens = null, int numOovIndices = 1, FeatureOutput outputMode = default, string? name = null) =>
        new(DType.String, new StringLookup(maxTokens, numOovIndices, name: LayerName(name)), outputMode);

    /// <summary>Strings in bins by a hash.</summary>
    public static Feature StringHashed(int numBins, FeatureOutput outputMode = default, string? name = null) =>
        new(DType.String, new Hashing(numBins, name: LayerName(name)), outputMode);

    /// <summary>Whole numbers in bins by a hash.</summary>
    public static Feature IntegerHashed(int numBins, FeatureOutput outputMode = default, string? name = null) =>
        new(DType.Int32, new Hashing(numBins, name: LayerName(name)), outputMode);

    private static string? LayerName(string? name) => name is null ? null : $"{name}_preprocessor";
}
