namespace DeepSharp;

/// <summary>
/// Data in the order of a model's inputs and outputs, checked: as many samples everywhere, and targets where a loss wants some.
/// </summary>
internal sealed class ModelData
{
    private ModelData(GraphSplit? split, DataArray[] x, DataArray?[] y, DataArray?[] weights, Shape[] outputs) =>
        (Split, X, Y, Weights, Outputs) = (split, x, y, weights, outputs);

    /// <summary>The layers of the model that work on data, if it begins with some.</summary>
    public GraphSplit? Split { get; }

    public DataArray[] X { get; }

    public DataArray?[] Y { get; }

    public DataArray?[] Weights { get; }

    /// <summary>The shapes of the outputs for any number of samples; none where only inputs count.</summary>
    public Shape[] Outputs { get; }

    /// <summary>Number of samples.</summary>
    public int Count => X[0].Count;

    /// <summary>Some of the samples.</summary>
    public ModelData this[Range samples] => new(
        Split, [.. X.Select(array => array[samples])], [.. Y.Select(array => array?[samples])],
        [.. Weights.Select(array => array?[samples])],
        Outputs);

    /// <summary>Inputs alone, in the order of the model's. Builds the model.</summary>
    public static ModelData Inputs(Model model, string method, DataGroup x)
    {
        ArgumentNullException.ThrowIfNull(x);
        DataArray[] arrays = DataOrder.Inputs(model, method, x);
        SameCounts(method, arrays);
        Shape[] shapes = [.. arrays.Select(array => array.SampleShape.Prepend(Shape.Any))];
        model.Build(shapes);
        if (model.Split is not null) model.OutputShapes(shapes);
        DataKinds.Require(model, method, arrays, x);
        return new ModelData(model.Split, arrays, [], [], []);
    }

    /// <summary>Inputs, targets and weights for training or evaluation. Builds the model and tells its trainer of the outputs.</summary>
    /// <exception cref="ArgumentException">Something is missing, or not as much as the rest.</exception>
    /// <exception cref="ShapeException">The inputs do not fit the model.</exception>
    public static ModelData Of(Model model, string method, DataGroup x, DataGroup? y, DataGroup? sampleWeight)
    {
        ArgumentNullException.ThrowIfNull(x);
        DataArray[] inputs = DataOrder.Inputs(model, method, x);
        if (inputs.Length == 1 && y is { Count: 1 }) SameCount(method, "x", inputs[0], "y", y[0], "Give one target for each input.");
        SameCounts(method, inputs);
        for (int i = 0; y is not null && i < y.Count; i++)
        {
            SameCount(method, "x", inputs[0], NameOf("y", y, i), y[i], "Give one target for each input.");
        }

        for (int i = 0; sampleWeight is not null && i < sampleWeight.Count; i++)
        {
            SameCount(method, "x", inputs[0], NameOf("sampleWeight", sampleWeight, i), sampleWeight[i], "Give one weight for each sample.");
        }

        if (inputs[0].Count == 0)
        {
            throw new ArgumentException(
                $"{method}: expected at least one sample but got x of shape {inputs[0].Shape}.");
        }
        Shape[] shapes = [.. inputs.Select(array => array.SampleShape.Prepend(Shape.Any))];
        model.Build(shapes);
        Shape[] outputs = model.OutputShapes(shapes);
        DataKinds.Require(model, method, inputs, x);
        Trainer trainer = model.RequireTrainer(method);
        trainer.Outputs.Bind(ModelNames.Outputs(model) ?? ModelNames.Numbered(outputs.Length));
        DataArray?[] targets = DataOrder.Targets(trainer, method, y);
        DataArray?[] weights = DataOrder.Weights(trainer, method, sampleWeight);
        DataKinds.RequireNumbers(method, "y", targets);
        DataKinds.RequireNumbers(method, "sampleWeight", weights);
        return new ModelData(model.Split, inputs, targets, weights, outputs);
    }

    /// <summary>The same with the weights of the classes multiplied into those of the samples.</summary>
    /// <exception cref="ArgumentException">There are several outputs, or no classes to be seen.</exception>
    public ModelData WithClassWeight(string method, IReadOnlyDictionary<int, float> classWeight)
    {
        DataArray?[] weights = [.. Weights];
        ClassWeights.Multiply(method, Y, weights, classWeight, Outputs[0], new ClassWeightRoom());
        return new ModelData(Split, X, Y, weights, Outputs);
    }

    /// <summary>
    /// Looks for targets that make no sense for the losses, or do not fit the outputs, and for ids that a table does not have.
    /// </summary>
    /// <param name="model">Compiled.</param>
    /// <param name="method">Who asks, for the message.</param>
    /// <param name="batchSize">Samples a step.</param>
    /// <exception cref="ArgumentException">There is one; the message names the sample.</exception>
    /// <exception cref="ShapeException">Targets or weights do not fit the outputs.</exception>
    public void CheckTargets(Model model, string method, int batchSize)
    {
        Trainer trainer = model.RequireTrainer(method);
        int count = Math.Min(batchSize, Count);
        Shape[] batch = [.. X.Select(array => BatchOf(array)!.Value)];
        if (!model.HasCustomSteps)
        {
            trainer.Shapes.Check(count, model.FedShapes(batch), model.OutputShapes(batch), Y, [.. Weights.Select(BatchOf)]);
        }

        IdCheck.Run(model, method, this);
        bool mayHaveMask = model.MayMakeMasks;
        for (int i = 0; i < Y.Length; i++)
        {
            if (Y[i] is { } targets) trainer.Outputs[i].Loss?.CheckTargets(method, targets, Outputs[i], mayHaveMask);
        }

        Shape? BatchOf(DataArray? array) => array?.SampleShape.Prepend(count);
    }

    private static string NameOf(string what, DataGroup group, int index) =>
        group.Names is { } names ? $"{what}['{names[index]}']" : group.Count > 1 ? $"{what}[{index}]" : what;

    private static void SameCounts(string method, DataArray[] inputs)
    {
        for (int i = 1; i < inputs.Length; i++)
        {
            SameCount(method, "x[0]", inputs[0], $"x[{i}]", inputs[i], "Give as many samples for each input.");
        }
    }

    private static void SameCount(string method, string name, DataArray array, string otherName, DataArray other, string advice)
    {
        if (array.Count == other.Count) return;
        throw new ArgumentException(
            $"{method}: {name} has {array.Count} samples " +
            $"but {otherName} has {other.Count} (shapes {array.Shape} and {other.Shape}). {advice}");
    }
}
