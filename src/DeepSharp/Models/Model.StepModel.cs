namespace DeepSharp;

// The side of a model that its trainer sees.
public partial class Model : IStepModel
{
    /// <summary>Whether the class is a custom one, whose steps may do anything.</summary>
    internal bool HasCustomSteps => GetType() != typeof(Model) && this is not Sequential;

    bool IStepModel.HasCustomSteps => HasCustomSteps;

    bool IStepModel.MayMakeMasks => MayMakeMasks;

    IReadOnlyList<Metric> IStepModel.OwnMetrics => _ownMetrics;

    string[]? IStepModel.OutputNames => ModelNames.Outputs(this);

    LayerOwner IStepModel.Owner => Owner;

    Layer[] IStepModel.FindParts() => FindParts();

    Shape[] IStepModel.ShapesOfStep(AheadPart? ahead, ReadOnlySpan<Shape> fed) => ShapesOfStep(ahead, fed);

    void IStepModel.ExecuteStep(AheadPart? ahead, ReadOnlySpan<Tensor> fed, Span<Tensor> outputs, bool training) =>
        ExecuteStep(ahead, fed, outputs, training);

    void IStepModel.RunTrainStep(TrainingStep step) => TrainStep(step);

    void IStepModel.RunTestStep(TrainingStep step) => TestStep(step);
}
