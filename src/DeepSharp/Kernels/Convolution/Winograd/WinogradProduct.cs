namespace DeepSharp.Kernels;

/// <summary>
/// A convolution of 3 by 3 taps, or the gradient of its input, by Winograd's method: squares of sources and the kernel are transformed,
/// multiplied frequency by frequency, and the sums over the channels transformed back.
/// </summary>
internal unsafe struct WinogradProduct
{
    public float* Source;
    public float* Target;
    public float* Kernel;

    /// <summary>Null for none.</summary>
    public float* Bias;

    public FusedActivation Activation;

    /// <summary>Add to the target instead of overwriting it.</summary>
    public bool Accumulate;

    public WinogradGrid Grid;

    /// <summary>Channels of the source.</summary>
    public int Depth;

    /// <summary>Channels of the target.</summary>
    public int Columns;

    /// <summary>The kernel lies in memory as (reversed tap, column, k), not (tap, k, column): so for the gradient of the input.</summary>
    public bool TransposedKernel;

    public readonly nint SourceImage => (nint)Grid.Vertical.Sources * Grid.Horizontal.Sources * Depth;

    public readonly nint TargetImage => (nint)Grid.Vertical.Targets * Grid.Horizontal.Targets * Columns;
}
