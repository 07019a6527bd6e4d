namespace DeepSharp.Kernels;

/// <summary>
/// The gradient of a kernel of 3 by 3 taps by Winograd's method: squares of the image and of the output gradient are transformed,
/// multiplied frequency by frequency, and the sums over all squares transformed back.
/// </summary>
internal unsafe struct WinogradKernelGradient
{
    public float* Image;
    public float* OutputGradient;
    public float* Kernel;

    /// <summary>Add to the gradient instead of overwriting it.</summary>
    public bool Accumulate;

    public WinogradGrid Grid;
    public int Channels;
    public int Filters;

    public readonly nint ImageSize => (nint)Grid.Vertical.Sources * Grid.Horizontal.Sources * Channels;

    public readonly nint OutputSize => (nint)Grid.Vertical.Targets * Grid.Horizontal.Targets * Filters;
}
