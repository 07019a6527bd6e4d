using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// Which part of an image an op computes where nothing reads the rest: the first <paramref name="Rows"/> rows and
/// <paramref name="Columns"/> columns of its output.
/// </summary>
/// <remarks>
/// The input may lack what only the rest of the output would have read. Padding is that of the whole image, so that what is computed has
/// the same values as without the crop.
/// </remarks>
/// <param name="Height">Height of the whole input.</param>
/// <param name="Width">Width of the whole input.</param>
/// <param name="Rows">Rows of the output.</param>
/// <param name="Columns">Columns of the output.</param>
internal sealed record Crop(int Height, int Width, int Rows, int Columns)
{
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
