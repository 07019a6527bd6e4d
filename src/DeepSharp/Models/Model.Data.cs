using DeepSharp.Layers;

namespace DeepSharp;

// Layers that work on data come before all others: they run where batches are made, and a step computes what is behind them.
public partial class Model
{
    private ModelBehindData? _behindData;

    /// <summary>The two parts of a model that begins with layers that work on data; null for all others.</summary>
    internal GraphSplit? Split => _graph?.Split;

    /// <summary>The part that computes with tensors, as a layer.</summary>
    internal ModelBehindData BehindData => _behindData ??= new ModelBehindData(this);

    internal sealed override bool WorksOnData => Split is { IsWhole: true };

    internal override DType DTypeOfOutput(ReadOnlySpan<SymbolicTensor> inputs, int output) =>
        _graph is { } graph && output < graph.Outputs.Count ? graph.Outputs[output].DType : DType.Float32;

    /// <summary>Computes the outputs of a step: of the tensors that a batch was made into.</summary>
    /// <param name="ahead">What has worked on the tensors already, if anything has.</param>
    /// <param name="fed">The tensors.</param>
    /// <param name="outputs">To be filled.</param>
    /// <param name="training">Whether to act as in training.</param>
    internal void ExecuteStep(AheadPart? ahead, ReadOnlySpan<Tensor> fed, Span<Tensor> outputs, bool training)
    {
        if (ahead is not null) ahead.Behind.Execute(fed, outputs, training);
        else if (Split is null) Execute(fed, outputs, training);
        else BehindData.Execute(fed, outputs, training);
    }

    /// <summary>The shapes of the outputs of a step.</summary>
    internal Shape[] ShapesOfStep(AheadPart? ahead, ReadOnlySpan<Shape> fed) =>
        ahead is not null ? ahead.Behind.OutputShapes(fed) : Split is null ? OutputShapes(fed) : BehindData.OutputShapes(fed);

    /// <summary>The shapes of the tensors that data of some shapes is made into.</summary>
    internal Shape[] FedShapes(ReadOnlySpan<Shape> data)
    {
        if (Split is not { } split) return data.ToArray();
        Shape[] all = split.Plan.Shapes(data);
        return [.. split.FedPlaces.Select(place => all[place])];
    }

    /// <summary>The shapes of the outputs of a part of the model.</summary>
    internal static Shape[] ShapesOf(LayerGraph steps, ReadOnlySpan<Shape> fed)
    {
        var uses = new GraphUses(steps);
        Shape[] shapes = steps.Shapes(fed, uses);
        return [.. steps.Outputs.Select(output => shapes[uses.PlaceOf(output)])];
    }

    /// <summary>Computes a part of the model.</summary>
    internal void Compute(LayerGraph steps, ReadOnlySpan<Tensor> fed, Span<Tensor> outputs, bool training) =>
        PlanFor(steps, fed).Run(fed, outputs, training);

    internal void AddPenaltyOf(Tensor output) => AddActivityPenalty(output);

    /// <summary>Whether an input becomes a tensor as it is, and the layers on data that take it.</summary>
    /// <exception cref="ArgumentException">Something that takes the input takes no such values; the message names it.</exception>
    internal void RequireKind(int input, DType got, string what)
    {
        if (Split is not { } split)
        {
            if (got.IsString) throw WantsNumbers(what);
            return;
        }

        foreach (DataLayer layer in split.Plan.TakersOf(input)) layer.RequireKind(got, $"'{what}'");
        if (got.IsString && TakesAsTensor(input)) throw WantsNumbers(what);
    }

    /// <summary>Whether an input becomes a tensor as it is.</summary>
    internal bool TakesAsTensor(int input) => Split is not { } split || split.FedPlaces.Contains(input);

    private protected sealed override void RequireKinds(ReadOnlySpan<SymbolicTensor> inputs)
    {
        // Of a chain that is not built nobody knows what it begins with.
        if (!IsBuilt) Build([.. inputs.ToArray().Select(input => input.Shape)]);
        for (int i = 0; i < inputs.Length; i++)
        {
            if (Split?.Plan.TakersOf(i).FirstOrDefault() is { } taker && !inputs[i].IsData)
            {
                throw new ArgumentException(
                    $"{LayerArguments.Describe(this)}: expected an input of the model around it, or what a layer that works on data " +
                    $"gives, since '{taker.Name}' inside works on data, but '{inputs[i].Name}' is what a layer of tensors computes.");
            }

            RequireKind(i, inputs[i].DType, inputs[i].Name);
        }
    }

    private InvalidOperationException TakesData(GraphSplit split) => new(
        $"{LayerArguments.Describe(this)}: expected data and not tensors, since it begins with layers that work on data " +
        $"({string.Join(", ", Layers.Where(layer => layer.WorksOnData).Select(layer => $"'{layer.Name}'"))}). Call Predict or " +
        $"PredictOnBatch, in a custom step step.Apply(){(split.IsWhole ? ", or Apply(data) of the layers" : "")}.");
}
