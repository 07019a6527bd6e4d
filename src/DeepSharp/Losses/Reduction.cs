namespace DeepSharp;

/// <summary>How the losses of the samples of a batch become one number.</summary>
public enum Reduction
{
    /// <summary>The sum divided by the number of losses, weights of 0 included. Keras's default.</summary>
    SumOverBatchSize,

    /// <summary>The sum.</summary>
    Sum,

    /// <summary>The mean; the same as <see cref="SumOverBatchSize"/>.</summary>
    Mean,

    /// <summary>The weighted sum divided by the sum of the weights.</summary>
    MeanWithSampleWeight,

    /// <summary>No reduction: one loss a sample.</summary>
    None,
}
