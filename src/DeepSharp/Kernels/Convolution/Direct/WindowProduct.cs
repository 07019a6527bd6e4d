namespace DeepSharp.Kernels;

/// <summary>
/// A convolution, or the gradient of its input, as sums of matrix products that read the source image in place:
/// target[n, t, j] = Σ taps Σ k source[n, s(t, tap), k] · kernel[tap, k, j], for every group of channels.
/// </summary>
internal unsafe struct WindowProduct
{
    public float* Source;
    public float* Target;
    public float* Kernel;

    /// <summary>Null for none.</summary>
    public float* Bias;

    public FusedActivation Activation;

    /// <summary>Add to the target instead of overwriting it.</summary>
    public bool Accumulate;

    public TapAxis Frontal;
    public TapAxis Vertical;
    public TapAxis Horizontal;
    public int Batch;
    public int Groups;

    /// <summary>Channels of the source a group.</summary>
    public int Depth;

    /// <summary>Channels of the target a group.</summary>
    public int Columns;

    /// <summary>The kernel as it lies in memory is (tap, j, k), not (tap, k, j): so for the gradient of the input.</summary>
    public bool TransposedKernel;

    public readonly int SourcePixel => Groups * Depth;

    public readonly nint SourceRow => (nint)Horizontal.Sources * SourcePixel;

    public readonly nint SourcePlane => Vertical.Sources * SourceRow;

    public readonly nint SourceImage => Frontal.Sources * SourcePlane;

    public readonly int TargetPixel => Groups * Columns;

    public readonly nint TargetRow => (nint)Horizontal.Targets * TargetPixel;

    public readonly nint TargetImage => TargetRows * TargetRow;

    /// <summary>Rows of an image of the target, of all its planes.</summary>
    public readonly int TargetRows => Frontal.Targets * Vertical.Targets;

    /// <summary>Rows of taps, of all planes of the kernel.</summary>
    public readonly int TapRows => Frontal.Taps * Vertical.Taps;

    public readonly int Taps => TapRows * Horizontal.Taps;

    /// <summary>Rows of the kernel of one group as a matrix.</summary>
    public readonly int KernelRows => Taps * Depth;
}
