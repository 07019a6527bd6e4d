namespace DeepSharp;

/// <summary>How <see cref="Metric.AUC"/> adds up the area between two thresholds.</summary>
public enum AUCSummationMethod
{
    /// <summary>By the mean of both heights; for precision by recall as Davis and Goadrich 2006 interpolate.</summary>
    Interpolation,

    /// <summary>By the larger height.</summary>
    Majoring,

    /// <summary>By the smaller height.</summary>
    Minoring,
}
