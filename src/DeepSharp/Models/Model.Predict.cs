using System.Runtime.CompilerServices;

namespace DeepSharp;

// Predict and its kin: several threads may predict at once.
public partial class Model
{
    /// <summary>
    /// The outputs for inputs, computed batch by batch in inference mode. Several threads may predict at once; of a model that is not built
    /// one of them makes the weights, and the others wait for it.
    /// </summary>
    /// <remarks>
    /// A thread may predict while another one trains the model, loads or sets its weights: the outputs are those of the weights before the
    /// change or after it, all of them of one moment, since predictions and changes wait for each other. With
    /// <paramref name="callbacks"/>, which run in between, that holds for each batch by itself. A stateful layer serves one
    /// thread at a time.
    /// </remarks>
    /// <param name="x">
    /// Inputs, samples first: a <see cref="DataArray"/>, a <see cref="Tensor"/> or a .NET array; for several inputs a list, a tuple or a
    /// dictionary of them.
    /// </param>
    /// <param name="batchSize">
    /// Samples a step; if null 32, or with <paramref name="steps"/> so many that these are all of the data.
    /// </param>
    /// <param name="verbose">What is written to the console; nothing unless asked for.</param>
    /// <param name="steps">Batches to predict for, from the first on; null for all.</param>
    /// <param name="callbacks">Watch the prediction.</param>
    /// <returns>One output a sample, shape (samples, ...).</returns>
    /// <exception cref="InvalidOperationException">The model has several outputs.</exception>
    /// <exception cref="ArgumentException">There is data for more or fewer inputs, or a name does not exist.</exception>
    /// <exception cref="ShapeException">The data does not fit the model, or the outputs do not fit in one tensor.</exception>
    public Tensor Predict(
        DataGroup x, int? batchSize = null, Verbose verbose = default, int? steps = null,
        IReadOnlyList<Callback>? callbacks = null) =>
        Predict(x, batchSize, new PassOptions("Predict", steps, verbose.Or(Verbosity.Silent), callbacks), onlyOne: true)[0];

    /// <summary>The outputs for batches that are made as they are needed, one after the other.</summary>
    /// <remarks>Beside a change of weights on another thread each batch is computed with those before it, or with those after.</remarks>
    /// <param name="batches">Enumerated once; only their inputs are looked at.</param>
    /// <param name="steps">Batches to predict for; needed where they never end. Null for all.</param>
    /// <param name="verbose">What is written to the console; nothing unless asked for.</param>
    /// <param name="callbacks">Watch the prediction.</param>
    /// <returns>One output a sample, shape (samples, ...).</returns>
    /// <exception cref="InvalidOperationException">The model has several outputs.</exception>
    /// <exception cref="ArgumentException">There are no batches, or one does not fit the model.</exception>
    /// <exception cref="ShapeException">A batch does not fit the model, or the outputs do not fit in one tensor.</exception>
    /// <example><code>Tensor y = model.Predict(files.Select(file =&gt; new Batch(ReadImages(file))));</code></example>
    [OverloadResolutionPriority(-1)]
    public Tensor Predict(
        IEnumerable<Batch> batches, int? steps = null, Verbose verbose = default, IReadOnlyList<Callback>? callbacks = null) =>
        Predict(batches, new PassOptions("Predict", steps, verbose.Or(Verbosity.Silent), callbacks), onlyOne: true)[0];

    /// <summary>All outputs for inputs, for models with several.</summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <param name="batchSize">
    /// Samples a step; if null 32, or with <paramref name="steps"/> so many that these are all of the data.
    /// </param>
    /// <param name="verbose">What is written to the console; nothing unless asked for.</param>
    /// <param name="steps">Batches to predict for, from the first on; null for all.</param>
    /// <param name="callbacks">Watch the prediction.</param>
    /// <returns>For each output of the model, in order and by name, a tensor of shape (samples, ...).</returns>
    /// <exception cref="ArgumentException">There is data for more or fewer inputs, or a name does not exist.</exception>
    /// <exception cref="ShapeException">The data does not fit the model, or the outputs do not fit in one tensor.</exception>
    /// <example><code>
    /// TensorGroup outputs = model.PredictAll([left, right]);
    /// Tensor boxes = outputs["boxes"];
    /// </code></example>
    public TensorGroup PredictAll(
        DataGroup x, int? batchSize = null, Verbose verbose = default, int? steps = null,
        IReadOnlyList<Callback>? callbacks = null) =>
        Predict(x, batchSize, new PassOptions("PredictAll", steps, verbose.Or(Verbosity.Silent), callbacks), onlyOne: false);

    /// <summary>All outputs for batches that are made as they are needed, one after the other.</summary>
    /// <param name="batches">Enumerated once; only their inputs are looked at.</param>
    /// <param name="steps">Batches to predict for; needed where they never end. Null for all.</param>
    /// <param name="verbose">What is written to the console; nothing unless asked for.</param>
    /// <param name="callbacks">Watch the prediction.</param>
    /// <returns>For each output of the model, in order and by name, a tensor of shape (samples, ...).</returns>
    /// <exception cref="ArgumentException">There are no batches, or one does not fit the model.</exception>
    /// <exception cref="ShapeException">A batch does not fit the model, or the outputs do not fit in one tensor.</exception>
    [OverloadResolutionPriority(-1)]
    public TensorGroup PredictAll(
        IEnumerable<Batch> batches, int? steps = null, Verbose verbose = default, IReadOnlyList<Callback>? callbacks = null) =>
        Predict(batches, new PassOptions("PredictAll", steps, verbose.Or(Verbosity.Silent), callbacks), onlyOne: false);

    /// <summary>
    /// Predicts as <see cref="Predict(DataGroup, int?, Verbose, int?, IReadOnlyList{Callback})"/> does, on a thread of the pool, so that
    /// a window stays alive. It can be cancelled between two batches.
    /// </summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <param name="batchSize">Samples a step; 32 if null.</param>
    /// <param name="callbacks">Watch the prediction, on its thread.</param>
    /// <param name="cancellationToken">Ends the prediction after the current batch.</param>
    /// <returns>One output a sample, shape (samples, ...).</returns>
    /// <exception cref="OperationCanceledException">The prediction was cancelled; thrown by the task.</exception>
    /// <exception cref="InvalidOperationException">The model has several outputs; thrown by the task.</exception>
    /// <exception cref="ArgumentException">
    /// There is data for more or fewer inputs, or a name does not exist; thrown by the task.
    /// </exception>
    /// <exception cref="ShapeException">
    /// The data does not fit the model, or the outputs do not fit in one tensor; thrown by the task.
    /// </exception>
    /// <example><code>Tensor y = await model.PredictAsync(images, cancellationToken: stop.Token);</code></example>
    public Task<Tensor> PredictAsync(
        DataGroup x, int? batchSize = null, IReadOnlyList<Callback>? callbacks = null, CancellationToken cancellationToken = default) =>
        Background.Begin(() =>
        {
            var options = new PassOptions("PredictAsync", null, Verbosity.Silent, callbacks) { Cancellation = cancellationToken };
            return Background.OnPool("PredictAsync", () => Predict(x, batchSize, options, onlyOne: true)[0], cancellationToken);
        });

    /// <summary>The outputs for inputs, computed as one batch in inference mode.</summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <returns>One output a sample, shape (samples, ...).</returns>
    /// <exception cref="InvalidOperationException">The model has several outputs.</exception>
    /// <exception cref="ArgumentException">There is data for more or fewer inputs, or a name does not exist.</exception>
    /// <exception cref="ShapeException">The data does not fit the model, or the outputs do not fit in one tensor.</exception>
    public Tensor PredictOnBatch(DataGroup x)
    {
        ArgumentNullException.ThrowIfNull(x);
        int size = x.Count == 0 ? 1 : Math.Max(1, x[0].Count);
        return Predict(x, size, new PassOptions("PredictOnBatch", null, Verbosity.Silent, null), onlyOne: true)[0];
    }

    /// <summary>
    /// The outputs for inputs that lie in the caller's memory, for models with one input and one output: for services that predict all day.
    /// Allocates nothing in the long run. Several threads may predict at once.
    /// </summary>
    /// <param name="x">Inputs, one sample after the other.</param>
    /// <param name="y">Filled with the outputs, one after the other; exactly as long as they are.</param>
    /// <exception cref="InvalidOperationException">
    /// The model is not built, has several inputs or outputs, or takes inputs of any length.
    /// </exception>
    /// <exception cref="ShapeException">The lengths are not those of the same number of samples.</exception>
    /// <example><code>
    /// Span&lt;float&gt; probabilities = stackalloc float[10];
    /// model.Predict(image, probabilities);
    /// </code></example>
    public void Predict(ReadOnlySpan<float> x, Span<float> y) => _predictor.Run(x, y);

    private TensorGroup Predict(DataGroup x, int? batchSize, PassOptions options, bool onlyOne)
    {
        DataCheck.BatchSize(options.Method, batchSize);
        ModelData data = ModelData.Inputs(this, options.Method, x);
        int size = DataCheck.BatchSize(options.Method, batchSize, data.Count, options.Steps);
        if (data.Count > 0)
        {
            StatefulLayers.Check(options.Method, StatefulLayers.Of(this), data.Count, size, options.Steps, options.Callbacks);
            return _predictor.Run(data, size, options, onlyOne);
        }

        Shape[] outputs = OutputShapes([.. data.X.Select(array => array.SampleShape.Prepend(0))]);
        return new TensorGroup(
            [.. outputs.Select(shape => Tensor.Zeros(shape))], ModelNames.Outputs(this) ?? ModelNames.Numbered(outputs.Length));
    }

    private TensorGroup Predict(IEnumerable<Batch> batches, PassOptions options, bool onlyOne)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return _predictor.Run(new BatchStream(this, options.Method, batches, null, inputsOnly: true), options, onlyOne);
    }
}
