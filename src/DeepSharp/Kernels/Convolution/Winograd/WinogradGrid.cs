using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>One axis: target t reads the sources t − Padding to t − Padding + 2 where they exist.</summary>
internal readonly record struct WinogradAxis(int Sources, int Targets, int Padding)
{
    /// <summary>From the image to the output.</summary>
    public static WinogradAxis Forward(in WindowAxis axis) => new(axis.Input, axis.Output, axis.PadBefore);

    /// <summary>From the gradient of the output to that of the image, with the taps in reverse.</summary>
    public static WinogradAxis Backward(in WindowAxis axis) => new(axis.Output, axis.Input, 2 - axis.PadBefore);
}

/// <summary>The squares of <see cref="Outputs"/> by <see cref="Outputs"/> targets that cover all images, counted row by row.</summary>
internal readonly struct WinogradGrid(int batch, WinogradAxis vertical, WinogradAxis horizontal, int outputs)
{
    public WinogradAxis Vertical { get; } = vertical;

    public WinogradAxis Horizontal { get; } = horizontal;

    /// <summary>Targets a side.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>Sources a side.</summary>
    public int Inputs { get; } = outputs + 2;

    /// <summary>Frequencies: each is a matrix product of its own.</summary>
    public int Planes { get; } = (outputs + 2) * (outputs + 2);

    public int Rows { get; } = (vertical.Targets + outputs - 1) / outputs;

    public int Columns { get; } = (horizontal.Targets + outputs - 1) / outputs;

    public int Tiles => batch * Rows * Columns;

    /// <summary>The image of a square, and its first target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Image, int Row, int Column) Locate(int tile)
    {
        (int row, int column) = Math.DivRem(tile, Columns);
        (int image, row) = Math.DivRem(row, Rows);
        return (image, row * Outputs, column * Outputs);
    }
}
