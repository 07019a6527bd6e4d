using DeepSharp.Layers;

namespace DeepSharp;

// The space as the beginning of a model.
public sealed partial class FeatureSpace
{
    // As in Keras: features in the order of their names, then crosses in the order of theirs.
    private IEnumerable<string> OrderedNames =>
        _features.Keys.Order(StringComparer.Ordinal).Concat(_crossers.Keys.Order(StringComparer.Ordinal));

    /// <summary>
    /// The inputs of a model that takes raw values, one for each feature and named like it, in the order of the features.
    /// </summary>
    public IReadOnlyList<Input> GetInputs() => [.. Inputs().Values];

    /// <summary>What the layers of the features give, by name, before it becomes rows.</summary>
    /// <exception cref="InvalidOperationException">The space is not adapted.</exception>
    public IReadOnlyDictionary<string, SymbolicTensor> GetPreprocessedFeatures()
    {
        RequireAdapted();
        return _preprocessed ??= _features.ToDictionary(entry => entry.Key, entry => entry.Value.Preprocessor.Apply(Inputs()[entry.Key]));
    }

    /// <summary>The row of all features, for a model from <see cref="GetInputs"/> on.</summary>
    /// <exception cref="InvalidOperationException">The space is not adapted, or its outputMode is dict.</exception>
    public SymbolicTensor GetEncodedFeatures()
    {
        if (OutputMode != "concat")
        {
            throw new InvalidOperationException($"{Who}: expected outputMode concat but it is dict. Call GetEncodedFeatureMap().");
        }

        IReadOnlyDictionary<string, SymbolicTensor> all = GetEncodedFeatureMap();
        SymbolicTensor[] rows = [.. OrderedNames.Select(name => all[name])];
        return _joined ??= rows.Length == 1 ? rows[0] : new Concatenate().Apply(rows);
    }

    /// <summary>All features and crosses by name, encoded as they say, for a model from <see cref="GetInputs"/> on.</summary>
    /// <exception cref="InvalidOperationException">The space is not adapted, or a feature has no rows to be joined.</exception>
    public IReadOnlyDictionary<string, SymbolicTensor> GetEncodedFeatureMap()
    {
        if (_encoded is not null) return _encoded;
        var found = new Dictionary<string, SymbolicTensor>(GetPreprocessedFeatures());
        foreach (FeatureCross cross in _crosses)
        {
            found[cross.Name] = _crossers[cross.Name].Apply([.. cross.FeatureNames.Select(name => found[name])]);
        }

        foreach (string name in OrderedNames)
        {
            if (EncoderOf(name) is { } encoder) found[name] = encoder.Apply(found[name]);
            if (OutputMode == "concat") RequireRows(name);
        }

        return _encoded = found;
    }

    private Dictionary<string, Input> Inputs() =>
        _inputs ??= _features.ToDictionary(entry => entry.Key, entry => new Input([1], name: entry.Key, dtype: entry.Value.DType));

    private FeatureOutput OutputOf(string name) =>
        _features.TryGetValue(name, out Feature? feature) ? feature.OutputMode : _crosses.First(cross => cross.Name == name).OutputMode;

    // Ids become rows of as many places as there are ids.
    private Layer? EncoderOf(string name)
    {
        if (OutputOf(name) != FeatureOutput.OneHot) return null;
        if (_encoders.TryGetValue(name, out Layer? known)) return known;
        Layer layer = _crossers.TryGetValue(name, out HashedCrossing? crosser) ? crosser : _features[name].Preprocessor;
        int? ids = layer switch
        {
            IntegerLookup { OutputMode.Name: "int" } lookup => lookup.VocabularySize,
            StringLookup { OutputMode.Name: "int", Invert: false } lookup => lookup.VocabularySize,
            Discretization { OutputMode.Name: "int" } bins => bins.Depth,
            Hashing { OutputMode.Name: "int" } hash => hash.NumBins,
            HashedCrossing { OutputMode.Name: "int" } cross => cross.NumBins,
            _ => null,
        };
        return _encoders[name] = new CategoryEncoding(ids ?? throw new InvalidOperationException(
            $"{Who}: expected a layer that gives ids, of which the number is known, for '{name}' with outputMode one_hot but it has " +
            $"{LayerArguments.Describe(layer)}. Set its outputMode to int or float."));
    }

    private void RequireRows(string name)
    {
        Layer layer = _crossers.TryGetValue(name, out HashedCrossing? crosser) ? crosser : _features[name].Preprocessor;
        if (OutputOf(name) == FeatureOutput.OneHot || layer is not DataLayer { OutputDType: var kind } || kind == DType.Float32) return;
        throw new InvalidOperationException(
            $"{Who}: expected rows of numbers to be joined but '{name}' has values of {kind}. Set its outputMode to one_hot, or that of " +
            "the space to dict.");
    }
}
