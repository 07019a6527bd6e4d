namespace DeepSharp.Kernels;

/// <summary>
/// The sizes of a 2-D convolution, computed once and shared by the forward pass, both gradients and the reference of the tests.
/// Images are (batch, height, width, channels), kernels (kernelHeight, kernelWidth, channels / groups, filters).
/// </summary>
/// <remarks>
/// Kernel height and width count the taps that the axes keep. Where they drop some, <see cref="KeptTaps"/> takes the others out of the
/// kernel, and nothing else has to know.
/// </remarks>
internal readonly record struct Conv2DGeometry(
    int Batch, int InChannels, int Filters, int Groups, WindowAxis Vertical, WindowAxis Horizontal)
{
    public int InHeight => Vertical.Input;

    public int InWidth => Horizontal.Input;

    public int KernelHeight => Vertical.Window;

    public int KernelWidth => Horizontal.Window;

    public int StrideHeight => Vertical.Stride;

    public int StrideWidth => Horizontal.Stride;

    public int DilationHeight => Vertical.Dilation;

    public int DilationWidth => Horizontal.Dilation;

    public int PadTop => Vertical.PadBefore;

    public int PadBottom => Vertical.PadAfter;

    public int PadLeft => Horizontal.PadBefore;

    public int PadRight => Horizontal.PadAfter;

    public int OutHeight => Vertical.Output;

    public int OutWidth => Horizontal.Output;

    public int ChannelsPerGroup => InChannels / Groups;

    public int FiltersPerGroup => Filters / Groups;

    /// <summary>Taps that are kept: height times width.</summary>
    public int Taps => KernelHeight * KernelWidth;

    /// <summary>Whether some taps of the kernel lie outside the images at all positions.</summary>
    public bool DropsTaps => (Vertical.TapsBefore | Vertical.TapsAfter | Horizontal.TapsBefore | Horizontal.TapsAfter) != 0;

    public long InLength => (long)Batch * InHeight * InWidth * InChannels;

    public long OutLength => (long)Batch * OutHeight * OutWidth * Filters;

    /// <summary>Values of the kernel with all its taps.</summary>
    public long KernelLength => (long)Vertical.AllTaps * Horizontal.AllTaps * ChannelsPerGroup * Filters;

    /// <summary>Floating-point operations of one pass with no padding skipped, two for each product.</summary>
    public double Operations => 2.0 * Batch * OutHeight * OutWidth * Taps * ChannelsPerGroup * Filters;

    /// <summary>Each channel has its own filters.</summary>
    public bool IsDepthwise => Groups == InChannels && Groups > 1;

    /// <summary>A kernel of one pixel that visits every pixel and nothing else: a plain matrix product over all of them.</summary>
    public bool IsPointwise => Taps == 1 && Groups == 1 && VisitsEveryPixel(Vertical) && VisitsEveryPixel(Horizontal);

    /// <summary>The geometry of the arguments of a convolution layer, padded as Keras pads.</summary>
    public static Conv2DGeometry Create(
        int batch, int inHeight, int inWidth, int inChannels, int filters, int kernelHeight, int kernelWidth,
        int strideHeight, int strideWidth, int dilationHeight, int dilationWidth, int groups, bool same) =>
        new(batch, inChannels, filters, groups,
            WindowAxis.Create(inHeight, kernelHeight, strideHeight, dilationHeight, same),
            WindowAxis.Create(inWidth, kernelWidth, strideWidth, dilationWidth, same));

    /// <summary>The same convolution by a kernel that has only the taps that are kept.</summary>
    public Conv2DGeometry WithKeptTaps() => this with
    {
        Vertical = Vertical with { TapsBefore = 0, TapsAfter = 0 },
        Horizontal = Horizontal with { TapsBefore = 0, TapsAfter = 0 },
    };

    /// <summary>Pixels of all images, the rows of the product that a pointwise convolution is.</summary>
    public int Pixels => Batch * InHeight * InWidth;

    private static bool VisitsEveryPixel(in WindowAxis axis) => axis.Stride == 1 && axis.PadBefore == 0 && axis.Output == axis.Input;
}
