using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>Prepares the columns of a table for a model: each as its <see cref="Feature"/> says, and crosses of some, joined to one row.</summary>
/// <remarks>
/// <para>Features go in by name, a value for each sample, (batch) or (batch, 1). Out comes one row for each sample, with the features in
/// the order of their names and the crosses behind them, or with <c>outputMode: "dict"</c> each apart.</para>
/// <para>What learns is adapted with <see cref="Adapt(DataGroup)"/> first. <see cref="Apply"/> prepares data; <see cref="GetInputs"/> and
/// <see cref="GetEncodedFeatures"/> describe the same as the beginning of a model, which then takes raw values.</para>
/// </remarks>
/// <example><code>
/// var space = new FeatureSpace(
///     new() { ["age"] = "float_normalized", ["city"] = "string_categorical", ["hour"] = FeatureSpace.IntegerCategorical() },
///     crosses: [new[] { "city", "hour" }]);
/// space.Adapt(new DataGroup() { ["age"] = ages, ["city"] = cities, ["hour"] = hours });
/// var model = new Model([.. space.GetInputs()], new Dense(1, "sigmoid").Apply(space.GetEncodedFeatures()));
/// </code></example>
public sealed partial class FeatureSpace
{
    private readonly FeatureSpaceSizes _sizes;
    private readonly Dictionary<string, Feature> _features = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashedCrossing> _crossers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Layer> _encoders = new(StringComparer.Ordinal);
    private readonly FeatureCross[] _crosses;
    private Dictionary<string, Input>? _inputs;
    private Dictionary<string, SymbolicTensor>? _encoded, _preprocessed;
    private SymbolicTensor? _joined;
    private bool _isAdapted;

    /// <summary>A space.</summary>
    /// <param name="features">Names of columns, and how each is prepared.</param>
    /// <param name="outputMode"><c>concat</c> for one row for each sample, <c>dict</c> for each feature apart.</param>
    /// <param name="crosses">Features that are looked at together; null for none.</param>
    /// <param name="crossingDim">How many bins crosses have that say nothing else.</param>
    /// <param name="hashingDim">How many bins hashed features have that say nothing else.</param>
    /// <param name="numDiscretizationBins">How many bins numbers have that say nothing else.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="ArgumentException">There are no features, or a cross names one that there is not, or the mode is unknown.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public FeatureSpace(
        Dictionary<string, Feature> features, string outputMode = "concat", IReadOnlyList<FeatureCross>? crosses = null,
        int crossingDim = 32,
        int hashingDim = 32, int numDiscretizationBins = 32, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        Name = name ?? "feature_space";
        if (features.Count == 0) throw new ArgumentException($"{Who}: expected at least one feature but got none.", nameof(features));
        if (outputMode is not ("concat" or "dict"))
        {
            throw new ArgumentException(
                $"{Who}: expected outputMode concat or dict but got '{NearestName.Shown(outputMode)}'.", nameof(outputMode));
        }

        foreach ((int number, string what) in (ReadOnlySpan<(int, string)>)
            [(crossingDim, nameof(crossingDim)), (hashingDim, nameof(hashingDim)), (numDiscretizationBins, nameof(numDiscretizationBins))])
        {
            if (number < 1) throw new ArgumentOutOfRangeException(what, $"{Who}: expected {what} of 1 or more but got {number}.");
        }

        OutputMode = outputMode;
        _sizes = new FeatureSpaceSizes(crossingDim, hashingDim, numDiscretizationBins);
        foreach ((string feature, Feature how) in features)
        {
            _features[feature] = (how
                ?? throw new ArgumentException($"{Who}: expected a feature for '{feature}' but got null.", nameof(features)))
                .In(_sizes, feature);
        }

        _crosses = [.. (crosses ?? []).Select(cross => cross.In(_sizes))];
        foreach (FeatureCross cross in _crosses) AddCross(cross);
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary><c>concat</c> or <c>dict</c>.</summary>
    public string OutputMode { get; }

    /// <summary>The features by name.</summary>
    public IReadOnlyDictionary<string, Feature> Features => _features;

    /// <summary>The crosses.</summary>
    public IReadOnlyList<FeatureCross> Crosses => _crosses;

    /// <summary>The layer of a feature: <c>space.GetPreprocessor("age")</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such feature.</exception>
    public Layer GetPreprocessor(string feature) => _features[feature].Preprocessor;

    /// <summary>The layer of a cross, by its name: <c>city_X_hour</c>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such cross.</exception>
    public HashedCrossing GetCrosser(string cross) => _crossers[cross];

    private string Who => $"FeatureSpace '{Name}'";

    /// <summary>Has every feature that learns do so.</summary>
    /// <param name="data">Columns by name: those of features that learn, others may be there too.</param>
    /// <exception cref="ArgumentException">A column is missing, or of another kind.</exception>
    public void Adapt(DataGroup data)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireEqualRows(data, _features.Keys.Where(Learns), "Adapt");
        Adapt([data]);
    }

    /// <summary>The same for data that comes in batches.</summary>
    /// <inheritdoc cref="Adapt(DataGroup)"/>
    /// <param name="batches">Enumerated once for each feature that learns.</param>
    public void Adapt(IEnumerable<DataGroup> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        string[] learning = [.. _features.Keys.Where(Learns)];
        foreach (string feature in learning)
        {
            IEnumerable<DataArray> columns = batches.Select(batch => Column(batch, feature, "Adapt"));
            switch (_features[feature].Preprocessor)
            {
                case Normalization layer: layer.Adapt(columns); break;
                case Discretization layer: layer.Adapt(columns); break;
                case IntegerLookup layer: layer.Adapt(columns); break;
                case StringLookup layer: layer.Adapt(columns); break;
                case TextVectorization layer: layer.Adapt(columns); break;
            }
        }

        _isAdapted = true;
    }

    /// <summary>What becomes of data: one row for each sample, or each feature apart.</summary>
    /// <param name="data">Columns by name; others than those of features are left aside.</param>
    /// <returns>By name; with <c>concat</c> one array, named <c>features</c>.</returns>
    /// <exception cref="ArgumentException">A column is missing, of another kind or length.</exception>
    /// <exception cref="InvalidOperationException">The space is not adapted.</exception>
    public DataGroup Apply(DataGroup data)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireAdapted();
        RequireEqualRows(data, _features.Keys, "Apply");
        var prepared = new Dictionary<string, DataArray>();
        foreach ((string name, Feature feature) in _features) prepared[name] = Run(feature.Preprocessor, [Column(data, name, "Apply")]);
        foreach (FeatureCross cross in _crosses)
        {
            prepared[cross.Name] = Run(_crossers[cross.Name], [.. cross.FeatureNames.Select(name => prepared[name])]);
        }

        string[] names = [.. OrderedNames];
        foreach (string name in names)
        {
            if (EncoderOf(name) is { } encoder) prepared[name] = Run(encoder, [prepared[name]]);
        }

        if (OutputMode == "dict") return DataGroup.Create(prepared);
        foreach (string name in names) RequireRows(name);
        DataArray rows = names.Length == 1 ? prepared[names[0]]
            : new Concatenate().Apply([.. names.Select(name => prepared[name].ToTensor())]);
        return DataGroup.Create(new Dictionary<string, DataArray> { ["features"] = rows });
    }

    private static DataArray Run(Layer layer, DataArray[] inputs) =>
        layer is DataLayer onData ? onData.Apply(new DataGroup(inputs)) : layer.Apply(inputs[0].ToTensor());

    private void RequireEqualRows(DataGroup data, IEnumerable<string> features, string method)
    {
        (string Name, int Rows)[] all = [.. features.Select(name => (name, Column(data, name, method).Count))];
        if (all.All(column => column.Rows == all[0].Rows)) return;
        throw new ArgumentException(
            $"{Who}, {method}: expected columns of as many rows each but got " +
            $"{string.Join(", ", all.Select(column => $"'{column.Name}' of {column.Rows}"))}.");
    }

    // A value for each sample, as a column.
    private DataArray Column(DataGroup? data, string feature, string method)
    {
        int at = data?.Names?.ToList().IndexOf(feature) ?? -1;
        if (at < 0)
        {
            throw new ArgumentException(
                $"{Who}, {method}: expected data by name with '{feature}' but got " +
                $"{(data?.Names is { } names ? string.Join(", ", names) : "no names")}.");
        }

        DataArray column = data![at];
        if (column.DType.IsString != _features[feature].DType.IsString)
        {
            throw new ArgumentException(
                $"{Who}, {method}: expected '{feature}' to be of {_features[feature].DType} but it is of {column.DType}.");
        }

        if (column.Shape.Rank == 2 && column.SampleSize == 1) return column;
        if (column.Shape.Rank == 1) return column.WithSampleShape([1]);
        throw new ShapeException($"{Who}, {method}: expected '{feature}' as (batch,) or (batch, 1) but it is {column.Shape}.");
    }

    private bool Learns(string feature) => _features[feature].Preprocessor switch
    {
        Normalization layer => layer.Mean is null,
        Discretization layer => layer.NumBins is not null,
        IntegerLookup layer => !layer.HasGivenVocabulary,
        StringLookup layer => !layer.HasGivenVocabulary,
        TextVectorization layer => !layer.HasGivenVocabulary,
        _ => false,
    };

    private void RequireAdapted()
    {
        if (_isAdapted || !_features.Keys.Any(Learns)) return;
        throw new InvalidOperationException(
            $"{Who}: expected Adapt before it is used, since " +
            $"{string.Join(", ", _features.Keys.Where(Learns).Select(name => $"'{name}'"))} learn from " +
            "data. Call Adapt(data) first.");
    }

    private void AddCross(FeatureCross cross)
    {
        foreach (string name in cross.FeatureNames)
        {
            if (_features.TryGetValue(name, out Feature? feature))
            {
                if (feature.Preprocessor is DataLayer { OutputDType: var kind } && kind != DType.Float32) continue;
                throw new ArgumentException(
                    $"{Who}: expected features with ids or strings in the cross {cross.Name} but '{name}' gives numbers. Use " +
                    "float_discretized.");
            }

            throw new ArgumentException(
                $"{Who}: expected features of the space in the cross {cross.Name} but there is no '{name}'. " +
                $"Known: {string.Join(", ", _features.Keys)}.");
        }

        var crosser = new HashedCrossing(cross.CrossingDim!.Value, name: cross.Name);
        if (_features.ContainsKey(cross.Name) || !_crossers.TryAdd(cross.Name, crosser))
        {
            throw new ArgumentException($"{Who}: expected each cross once but {cross.Name} is there twice.");
        }
    }
}
