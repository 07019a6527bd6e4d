namespace DeepSharp;

/// <summary>Targets that are smoothed before a loss sees them, where its op does not do it.</summary>
internal static class LabelSmoothingOps
{
    /// <summary>t·(1 - s) + s/n with n the length of the last axis, as Keras counts classes whatever axis they are on.</summary>
    public static Tensor OfClasses(Tensor target, float smoothing) =>
        smoothing == 0f ? target : target * (1.0 - smoothing) + (double)smoothing / target.Shape[^1];
}
