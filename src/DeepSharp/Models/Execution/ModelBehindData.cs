namespace DeepSharp;

/// <summary>
/// What a model computes with tensors, behind its layers that work on data: a layer whose inputs are what those give. It stands for the
/// model in a step, and in the graph of a model around it.
/// </summary>
internal sealed class ModelBehindData : Layer
{
    private readonly Model _model;

    public ModelBehindData(Model model)
        : base(model.Name)
    {
        _model = model;
        IsPart = true;
    }

    public override string ClassName => _model?.ClassName ?? nameof(Model);

    /// <summary>The graph that is computed.</summary>
    public LayerGraph Steps => _model.Split!.Steps;

    public override CallSignature Signature => CallSignature.AnyInputs;

    public override Shape[] ComputeOutputShapes(ReadOnlySpan<Shape> inputs) => _model.ShapesBehindData(inputs);

    protected override void Call(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
    {
        _model.ComputeBehindData(inputs, outputs, training);
        if (_model.ActivityRegularizer is null) return;
        foreach (Tensor output in outputs) _model.AddPenaltyOf(output);
    }
}
