using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace DeepSharp;

// Fit for F#, where a pair is a System.Tuple and a list of one kind of callback is no list of callbacks. C# takes the other ones, and
// its editors show those alone.
public partial class Model
{
    /// <summary>Trains as the other forms do, with validation data as a pair that is an object, as F# writes it.</summary>
    /// <typeparam name="TX">Any type that a <see cref="DataGroup"/> is made of.</typeparam>
    /// <typeparam name="TY">Any type that a <see cref="DataGroup"/> is made of.</typeparam>
    /// <typeparam name="TCallback">The type of the callbacks.</typeparam>
    /// <inheritdoc cref="Fit(DataGroup, DataGroup, int?, int, Verbose, IReadOnlyList{Callback}, double, ValueTuple{DataGroup, DataGroup}?, bool, long?, DataGroup, ClassWeight, DataGroup, int, int?, int?, int?, ValidationFrequency)"/>
    /// <example><code>
    /// let history = model.Fit(x, y, epochs = 5, validationData = (testX, testY), callbacks = [ EarlyStopping() ])
    /// </code></example>
    [EditorBrowsable(EditorBrowsableState.Never), OverloadResolutionPriority(-1)]
    public History Fit<TX, TY, TCallback>(
        DataGroup x, DataGroup y, Tuple<TX, TY> validationData, int? batchSize = null, int epochs = 1, Verbose verbose = default,
        IReadOnlyList<TCallback>? callbacks = null, bool shuffle = true, long? seed = null, DataGroup? sampleWeight = null,
        ClassWeight? classWeight = null, DataGroup? validationSampleWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null,
        int? validationSteps = null, int? validationBatchSize = null, ValidationFrequency? validationFreq = null)
        where TCallback : Callback
    {
        ArgumentNullException.ThrowIfNull(validationData);
        (DataGroup, DataGroup) validation = (
            DataGroup.OfObject("validationData", validationData.Item1), DataGroup.OfObject("validationData", validationData.Item2));
        return Fit(
            x, y, batchSize, epochs, verbose, callbacks, 0, validation, shuffle, seed, sampleWeight, classWeight, validationSampleWeight,
            initialEpoch, stepsPerEpoch, validationSteps, validationBatchSize, validationFreq);
    }

    /// <summary>Trains as the other forms do, with callbacks of one type, as F# makes of <c>[ EarlyStopping() ]</c>.</summary>
    /// <typeparam name="TCallback">The type of the callbacks.</typeparam>
    /// <inheritdoc cref="Fit(DataGroup, DataGroup, int?, int, Verbose, IReadOnlyList{Callback}, double, ValueTuple{DataGroup, DataGroup}?, bool, long?, DataGroup, ClassWeight, DataGroup, int, int?, int?, int?, ValidationFrequency)"/>
    /// <example><code>let history = model.Fit(x, y, epochs = 5, callbacks = [ EarlyStopping() ])</code></example>
    [EditorBrowsable(EditorBrowsableState.Never), OverloadResolutionPriority(-1)]
    public History Fit<TCallback>(
        DataGroup x, DataGroup y, IReadOnlyList<TCallback> callbacks, int? batchSize = null, int epochs = 1, Verbose verbose = default,
        double validationSplit = 0, bool shuffle = true, long? seed = null, DataGroup? sampleWeight = null,
        ClassWeight? classWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null,
        int? validationBatchSize = null, ValidationFrequency? validationFreq = null)
        where TCallback : Callback =>
        Fit(
            x, y, batchSize, epochs, verbose, callbacks, validationSplit, null, shuffle, seed, sampleWeight, classWeight, null,
            initialEpoch, stepsPerEpoch, validationSteps, validationBatchSize, validationFreq);
}
