namespace DeepSharp;

/// <summary>How the R² scores of several outputs become one number.</summary>
public enum R2Aggregation
{
    /// <summary>The mean.</summary>
    UniformAverage,

    /// <summary>The mean, weighted by the variance of the targets.</summary>
    VarianceWeightedAverage,

    /// <summary>None: one result an output, see <see cref="Metric.Vector"/>.</summary>
    None,
}
