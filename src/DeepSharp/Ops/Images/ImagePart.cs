using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// The first rows and columns of images (batch, height, width, channels): which part of an input is read, and which part of an output is
/// wanted, where nobody reads the rest.
/// </summary>
/// <remarks>
/// An input may lack what only the rest of the output would have read. Padding is that of the whole image, so that what is computed has the
/// same values as if all were.
/// </remarks>
internal readonly record struct ImagePart(int Rows, int Columns)
{
    /// <summary>Whole images; for other shapes a part that says nothing.</summary>
    public static ImagePart All(Shape shape) =>
        shape.Rank == 4 ? new ImagePart(shape[1], shape[2]) : new ImagePart(int.MaxValue, int.MaxValue);

    public static ImagePart Of((int Rows, int Columns) size) => new(size.Rows, size.Columns);

    /// <summary>What is in either.</summary>
    public ImagePart With(ImagePart other) => new(Math.Max(Rows, other.Rows), Math.Max(Columns, other.Columns));

    /// <summary>How much of the input is read for the first <paramref name="outputs"/> outputs along an axis.</summary>
    public static int Reach(in WindowAxis axis, int outputs)
    {
        long end = (outputs - 1L) * axis.Stride + (axis.Window - 1L) * axis.Dilation + 1 - axis.PadBefore;
        // Also where no tap is ever on the input an image has a pixel.
        return (int)Math.Clamp(end, Math.Min(1, axis.Input), axis.Input);
    }

    /// <summary>The axis for fewer outputs, over an input that has only what they read.</summary>
    public static WindowAxis Limit(in WindowAxis axis, int outputs, int input) => axis with { Input = input, Output = outputs };
}
