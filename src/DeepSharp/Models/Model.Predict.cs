namespace DeepSharp;

// Predict and its kin: several threads may predict at once on a built model.
public partial class Model
{
    /// <summary>The outputs for inputs, computed batch by batch in inference mode. Several threads may predict at once on a built model.</summary>
    /// <param name="x">
    /// Inputs, samples first: a <see cref="DataArray"/>, a <see cref="Tensor"/> or a .NET array; for several inputs a list, a tuple or a dictionary of them.
    /// </param>
    /// <param name="batchSize">Samples a step; 32 if null.</param>
    /// <param name="verbose">What is written to the console; nothing unless asked for.</param>
    /// <returns>One output a sample, shape (samples, ...).</returns>
    /// <exception cref="InvalidOperationException">The model has several outputs.</exception>
    /// <exception cref="ArgumentException">There is data for more or fewer inputs, or a name does not exist.</exception>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    public Tensor Predict(DataGroup x, int? batchSize = null, Verbosity verbose = Verbosity.Silent)
    {
        int size = DataCheck.BatchSize("Predict", batchSize);
        ModelData data = ModelData.Inputs(this, "Predict", x);
        Shape[] outputs = OutputShapesFor(data);
        if (outputs.Length != 1)
        {
            string names = string.Join(", ", ModelNames.Outputs(this) ?? ModelNames.Numbered(outputs.Length));
            throw new InvalidOperationException($"Predict: expected a model with one output, but '{Name}' has {outputs.Length}: {names}. Call PredictAll.");
        }

        return _predictor.Run(data, outputs, size, ProgressBar.Create(verbose))[0];
    }

    /// <summary>All outputs for inputs, for models with several.</summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <param name="batchSize">Samples a step; 32 if null.</param>
    /// <param name="verbose">What is written to the console; nothing unless asked for.</param>
    /// <returns>For each output of the model a tensor of shape (samples, ...).</returns>
    /// <exception cref="ArgumentException">There is data for more or fewer inputs, or a name does not exist.</exception>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    /// <example><code>Tensor[] outputs = model.PredictAll([left, right]);</code></example>
    public Tensor[] PredictAll(DataGroup x, int? batchSize = null, Verbosity verbose = Verbosity.Silent)
    {
        int size = DataCheck.BatchSize("PredictAll", batchSize);
        ModelData data = ModelData.Inputs(this, "PredictAll", x);
        return _predictor.Run(data, OutputShapesFor(data), size, ProgressBar.Create(verbose));
    }

    /// <summary>The outputs for inputs, computed as one batch in inference mode.</summary>
    /// <param name="x">Inputs, samples first.</param>
    /// <returns>One output a sample, shape (samples, ...).</returns>
    /// <exception cref="InvalidOperationException">The model has several outputs.</exception>
    /// <exception cref="ArgumentException">There is data for more or fewer inputs, or a name does not exist.</exception>
    /// <exception cref="ShapeException">The data does not fit the model.</exception>
    public Tensor PredictOnBatch(DataGroup x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Predict(x, batchSize: x.Count == 0 ? 1 : Math.Max(1, x[0].Count));
    }

    /// <summary>
    /// The outputs for inputs that lie in memory of one's own, for models with one input and one output: for services that predict all day.
    /// Allocates nothing in the long run. Several threads may predict at once.
    /// </summary>
    /// <param name="x">Inputs, one sample after the other.</param>
    /// <param name="y">Filled with the outputs, one after the other; exactly as long as they are.</param>
    /// <exception cref="InvalidOperationException">The model is not built, has several inputs or outputs, or takes inputs of any length.</exception>
    /// <exception cref="ShapeException">The lengths are not those of the same number of samples.</exception>
    /// <example><code>
    /// Span&lt;float&gt; probabilities = stackalloc float[10];
    /// model.Predict(image, probabilities);
    /// </code></example>
    public void Predict(ReadOnlySpan<float> x, Span<float> y) => _predictor.Run(x, y);

    private Shape[] OutputShapesFor(ModelData data) => OutputShapes([.. data.X.Select(array => array.SampleShape.Prepend(data.Count))]);
}
