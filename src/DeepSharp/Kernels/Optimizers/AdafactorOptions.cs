namespace DeepSharp.Kernels;

/// <summary>The parameters of Adafactor's rule, under Keras's names.</summary>
internal readonly record struct AdafactorOptions(double Beta2Decay, float Epsilon1, float Epsilon2, float ClipThreshold);
