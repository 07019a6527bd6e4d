namespace DeepSharp.Kernels;

/// <summary>What a row is divided by when it is normalized.</summary>
internal enum RowScale
{
    /// <summary>√(variance + ε), once the mean is subtracted: layer normalization.</summary>
    Deviation,

    /// <summary>√(variance + ε), where the mean stays.</summary>
    DeviationOnly,

    /// <summary>√(mean of squares + ε).</summary>
    RootMeanSquare,

    /// <summary>√(sum of squares), at least ε.</summary>
    Length,
}
