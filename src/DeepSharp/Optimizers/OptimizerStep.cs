using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>What an optimizer has to know about the step that it takes.</summary>
public readonly struct OptimizerStep
{
    internal OptimizerStep(float learningRate, long number) => (LearningRate, Number) = (learningRate, number);

    /// <summary>Size of the step; of a schedule, the rate of this step.</summary>
    public float LearningRate { get; }

    /// <summary>1 in the first step.</summary>
    public long Number { get; }

    /// <summary>The shape of the weight in hand.</summary>
    internal Shape Shape { get; init; }

    /// <summary>Rate · weight decay of the weight in hand, for optimizers that see to it themselves; else 0.</summary>
    internal float Decay { get; init; }

    /// <summary>How the gradient is to be read, by optimizers that see to it themselves; else as it is.</summary>
    internal GradientRule Gradient { get; init; }
}
