namespace DeepSharp.Kernels;

/// <summary>The constants of <see cref="FtrlKernel"/>.</summary>
/// <param name="LearningRatePower">0 or less: how the rate falls with the sum of squares.</param>
/// <param name="L1">Strength of the L1 penalty.</param>
/// <param name="L2">Strength of the L2 penalty.</param>
/// <param name="Shrinkage">Strength of the L2 penalty that acts on the gradient alone.</param>
/// <param name="Beta">Added to the root of the sum of squares.</param>
internal readonly record struct FtrlOptions(float LearningRatePower, float L1, float L2, float Shrinkage, float Beta);
