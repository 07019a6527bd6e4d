namespace DeepSharp;

/// <summary>How a batch normalization corrects the moments of a batch towards those of many batches.</summary>
/// <param name="LargestScale">The largest r; null for no limit.</param>
/// <param name="LeastScale">The least r; null for no limit.</param>
/// <param name="LargestShift">The largest magnitude of d; null for no limit.</param>
/// <param name="Momentum">The share of the statistics that a training pass keeps.</param>
internal sealed record Renormalization(float? LargestScale, float? LeastScale, float? LargestShift, double Momentum);
