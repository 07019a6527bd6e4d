namespace DeepSharp;

/// <summary>
/// What steps of training and evaluation need of the model that they are for. A model holds its <see cref="Trainer"/>, and the trainer
/// knows no more of the model than this.
/// </summary>
internal interface IStepModel
{
    string Name { get; }

    bool IsBuilt { get; }

    /// <summary>Whether the model is of a custom class, whose steps may do anything.</summary>
    bool HasCustomSteps { get; }

    /// <summary>Whether some layer may make a mask.</summary>
    bool MayMakeMasks { get; }

    IReadOnlyList<Layer> Layers { get; }

    IReadOnlyList<Variable> Weights { get; }

    IReadOnlyList<Variable> TrainableWeights { get; }

    /// <summary>The metrics that the model's class updates by itself.</summary>
    IReadOnlyList<Metric> OwnMetrics { get; }

    /// <summary>The names of the outputs; null where only the first batch will tell how many there are.</summary>
    string[]? OutputNames { get; }

    LayerOwner Owner { get; }

    /// <summary>All layers inside, on every level, each once.</summary>
    Layer[] FindParts();

    /// <summary>The shapes of the outputs for the tensors that a step is fed with.</summary>
    Shape[] ShapesOfStep(AheadPart? ahead, ReadOnlySpan<Shape> fed);

    /// <summary>Computes the outputs for the tensors that a step is fed with.</summary>
    void ExecuteStep(AheadPart? ahead, ReadOnlySpan<Tensor> fed, Span<Tensor> outputs, bool training);

    /// <summary>What the class does in a step of training.</summary>
    void RunTrainStep(TrainingStep step);

    /// <summary>What the class does in a step of evaluation.</summary>
    void RunTestStep(TrainingStep step);
}
