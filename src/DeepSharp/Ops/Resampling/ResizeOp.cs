using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>How the shape of an image is kept that another one is asked for.</summary>
internal enum AspectRatio
{
    /// <summary>It is not.</summary>
    Stretch,

    /// <summary>What is too much is cut off.</summary>
    Crop,

    /// <summary>What is missing is filled.</summary>
    Pad,

    /// <summary>Where the image is large enough its middle is taken as it is, else as <see cref="Crop"/>.</summary>
    Center,
}

/// <summary>Images of another height and width.</summary>
internal sealed class ResizeOp(
    Size2D size, Interpolation interpolation, bool antialias, AspectRatio aspectRatio = AspectRatio.Stretch, float fill = 0f) : ResampleOp
{
    public override string Name => "Resize";

    /// <summary>Height and width after.</summary>
    public Size2D Size => size;

    /// <summary>How values between pixels are made.</summary>
    public Interpolation Interpolation => interpolation;

    /// <summary>Whether all pixels count where images become smaller.</summary>
    public bool Antialias => antialias;

    /// <summary>What becomes of another shape.</summary>
    public AspectRatio AspectRatio => aspectRatio;

    /// <summary>What is missing is filled with.</summary>
    public float Fill => fill;

    public override int Axes => 2;

    protected override int Length(int axis, int input) => axis == 0 ? size.Height : size.Width;

    protected override AxisTaps Taps(int axis, Shape input)
    {
        (int height, int width) = (input[1], input[2]);
        bool isTall = axis == 0;
        (int length, int output) = isTall ? (height, size.Height) : (width, size.Width);
        if (aspectRatio == AspectRatio.Center && height >= size.Height && width >= size.Width)
        {
            return AxisTaps.Create(
                length, output, new ResizeRule(ResizeMethod.Nearest, false, length, output, (length - output) / 2, output, 0f));
        }

        // The length that goes with the other one as in the target.
        long fitting = isTall ? (long)width * size.Height / size.Width : (long)height * size.Width / size.Height;
        (int from, int stretch) = (0, length);
        if (aspectRatio is AspectRatio.Crop or AspectRatio.Center)
        {
            stretch = (int)Math.Clamp(fitting, 1, length);
            from = (length - stretch) / 2;
        }
        else if (aspectRatio == AspectRatio.Pad)
        {
            long before = (Math.Max(length, fitting) - length) / 2;
            (from, stretch) = (-(int)before, Shape.LengthOf(length + 2 * before));
        }

        return AxisTaps.Create(length, output, new ResizeRule(interpolation.Method, antialias, length, output, from, stretch, fill));
    }
}
