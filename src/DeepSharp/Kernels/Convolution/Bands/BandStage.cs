namespace DeepSharp.Kernels;

/// <summary>One of several convolutions in a row, over one image: of single pixels by a packed kernel, or any other.</summary>
internal unsafe struct BandStage
{
    /// <summary>The sizes for the whole image, with a batch of one.</summary>
    public Conv2DGeometry Image;

    /// <summary>As <see cref="PackedColumns"/> keeps it if <see cref="IsPacked"/>, else plain.</summary>
    public float* Kernel;

    public bool IsPacked;
    public float* Bias;
    public FusedActivation Activation;

    /// <summary>Values of a row of the input.</summary>
    public readonly nint InRow => (nint)Image.InWidth * Image.InChannels;

    /// <summary>Values of a row of the output.</summary>
    public readonly nint OutRow => (nint)Image.OutWidth * Image.Filters;

    /// <summary>The rows of the input that some rows of the output are made of.</summary>
    public readonly (int First, int End) InRows(int first, int end)
    {
        WindowAxis axis = Image.Vertical;
        int start = first * axis.Stride - axis.PadBefore, extent = (axis.Window - 1) * axis.Dilation + 1;
        return (Math.Max(0, start), Math.Min(axis.Input, (end - 1) * axis.Stride - axis.PadBefore + extent));
    }

    /// <summary>Computes rows of the output of the image from the rows of the input that they are made of.</summary>
    public readonly void Run(float* source, int sourceRows, float* target, int first, int end)
    {
        WindowAxis axis = Image.Vertical;
        int before = Math.Max(0, axis.PadBefore - first * axis.Stride), extent = (axis.Window - 1) * axis.Dilation + 1;
        int after = Math.Max(0, (end - first - 1) * axis.Stride + extent - before - sourceRows);
        Conv2DGeometry band = Image with
        {
            Vertical = axis with { Input = sourceRows, Output = end - first, PadBefore = before, PadAfter = after },
        };
        var x = new ReadOnlySpan<float>(source, (int)band.InLength);
        var y = new Span<float>(target, (int)band.OutLength);
        var bias = new ReadOnlySpan<float>(Bias, band.Filters);
        if (IsPacked)
        {
            var packed = new ReadOnlySpan<float>(Kernel, (int)PackedColumns.Length(band.InChannels, band.Filters));
            MatMulKernels.MultiplyPacked(x, packed, bias, y, (int)band.OutPixels, band.InChannels, band.Filters, Activation);
            return;
        }

        Conv2DForward.Run(band, x, new ReadOnlySpan<float>(Kernel, (int)band.KernelLength), bias, y, Activation);
    }
}
