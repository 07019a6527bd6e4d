namespace DeepSharp;

/// <summary>
/// What a model computes with tensors, behind its layers that work on data, or where batches are made: a layer whose inputs are what those
/// give. It stands for the model in a step, and in the graph of a model around it.
/// </summary>
internal sealed class ModelBehindData : Layer
{
    private readonly Model _model;
    private readonly LayerGraph? _steps;

    /// <summary>Stands for a part of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="steps">The part; null for what is behind its layers on data.</param>
    public ModelBehindData(Model model, LayerGraph? steps = null)
        : base(model.Name)
    {
        (_model, _steps) = (model, steps);
        IsPart = true;
    }

    public override string ClassName => _model?.ClassName ?? nameof(Model);

    /// <summary>The graph that is computed.</summary>
    public LayerGraph Steps => _steps ?? _model.Split!.Steps;

    public override CallSignature Signature => CallSignature.AnyInputs;

    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) => Model.ShapesOf(Steps, inputs);

    protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
    {
        _model.Compute(Steps, inputs, outputs, training);
        if (_model.ActivityRegularizer is null) return;
        foreach (Tensor output in outputs) _model.AddPenaltyOf(output);
    }
}
