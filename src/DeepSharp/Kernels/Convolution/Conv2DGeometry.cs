namespace DeepSharp.Kernels;

/// <summary>
/// The sizes of a convolution, computed once and shared by the forward pass, both gradients and the reference of the tests.
/// Images are (batch, height, width, channels), kernels (kernelHeight, kernelWidth, channels / groups, filters). Volumes are images of
/// several planes, (batch, planes, height, width, channels), and their kernels have planes too.
/// </summary>
/// <remarks>
/// Kernel height and width count the taps that the axes keep. Where they drop some, <see cref="KeptTaps"/> takes the others out of the
/// kernel, and nothing else has to know.
/// </remarks>
internal readonly record struct Conv2DGeometry(
    int Batch, int InChannels, int Filters, int Groups, WindowAxis Vertical, WindowAxis Horizontal)
{
    /// <summary>The first axis of volumes; images have one plane.</summary>
    public WindowAxis Frontal { get; init; } = WindowAxis.One;

    public int InPlanes => Frontal.Input;

    public int InHeight => Vertical.Input;

    public int InWidth => Horizontal.Input;

    public int KernelPlanes => Frontal.Window;

    public int KernelHeight => Vertical.Window;

    public int KernelWidth => Horizontal.Window;

    public int StridePlanes => Frontal.Stride;

    public int StrideHeight => Vertical.Stride;

    public int StrideWidth => Horizontal.Stride;

    public int DilationPlanes => Frontal.Dilation;

    public int DilationHeight => Vertical.Dilation;

    public int DilationWidth => Horizontal.Dilation;

    public int PadFront => Frontal.PadBefore;

    public int PadTop => Vertical.PadBefore;

    public int PadLeft => Horizontal.PadBefore;

    public int PadRight => Horizontal.PadAfter;

    public int OutPlanes => Frontal.Output;

    public int OutHeight => Vertical.Output;

    public int OutWidth => Horizontal.Output;

    public int ChannelsPerGroup => InChannels / Groups;

    public int FiltersPerGroup => Filters / Groups;

    /// <summary>Rows of taps that are kept, of all planes.</summary>
    public int TapRows => KernelPlanes * KernelHeight;

    /// <summary>Taps that are kept.</summary>
    public int Taps => TapRows * KernelWidth;

    /// <summary>Whether some taps of the kernel lie outside the images at all positions.</summary>
    public bool DropsTaps => DropsSome(Frontal) || DropsSome(Vertical) || DropsSome(Horizontal);

    public long InLength => (long)Batch * InPlanes * InHeight * InWidth * InChannels;

    /// <summary>Positions of the output, of all images.</summary>
    public long OutPixels => (long)Batch * OutPlanes * OutHeight * OutWidth;

    public long OutLength => OutPixels * Filters;

    /// <summary>Values of the kernel with all its taps.</summary>
    public long KernelLength => (long)Frontal.AllTaps * Vertical.AllTaps * Horizontal.AllTaps * ChannelsPerGroup * Filters;

    /// <summary>Floating-point operations of one pass with no padding skipped, two for each product.</summary>
    public double Operations => 2.0 * OutPixels * Taps * ChannelsPerGroup * Filters;

    /// <summary>Each channel has its own filters.</summary>
    public bool IsDepthwise => Groups == InChannels && Groups > 1;

    /// <summary>Whether the images are volumes whose planes the kernel joins.</summary>
    public bool HasPlanes => !Frontal.IsPlain || InPlanes > 1;

    /// <summary>A kernel of one pixel that visits every pixel and nothing else: a plain matrix product over all of them.</summary>
    public bool IsPointwise => Groups == 1 && Frontal.IsPlain && Vertical.IsPlain && Horizontal.IsPlain;

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
        Frontal = Frontal with { TapsBefore = 0, TapsAfter = 0 },
        Vertical = Vertical with { TapsBefore = 0, TapsAfter = 0 },
        Horizontal = Horizontal with { TapsBefore = 0, TapsAfter = 0 },
    };

    /// <summary>Planes that no tap joins as images of their own.</summary>
    public Conv2DGeometry WithPlanesAsImages() =>
        Frontal.IsPlain && InPlanes > 1 ? this with { Batch = Batch * InPlanes, Frontal = WindowAxis.One } : this;

    /// <summary>All pixels of a pointwise convolution as one row of one image.</summary>
    public Conv2DGeometry AsOneRow()
    {
        int pixels = (int)OutPixels;
        return new Conv2DGeometry(1, InChannels, Filters, Groups, WindowAxis.One, WindowAxis.Create(pixels, 1, 1, 1, same: false));
    }

    private static bool DropsSome(in WindowAxis axis) => (axis.TapsBefore | axis.TapsAfter) != 0;
}
