namespace DeepSharp.Kernels;

/// <summary>
/// One axis of a sliding window: how many positions the window has and how many zeros stand before and after the input. Keras's rule.
/// </summary>
/// <remarks>
/// <para>Of the taps of the window only those are kept that lie on the input at some position; padding counts from them. What lies outside
/// everywhere would be multiplied with zeros alone, and dilation can make it as far away as the square of an int. So all sizes here are
/// less than twice the input, whatever window, stride and dilation were asked for.</para>
/// </remarks>
internal readonly record struct WindowAxis(int Input, int Window, int Stride, int Dilation, int Output, int PadBefore, int PadAfter)
{
    /// <summary>Taps before those that are kept.</summary>
    public int TapsBefore { get; init; }

    /// <summary>Taps after those that are kept.</summary>
    public int TapsAfter { get; init; }

    /// <summary>All taps, as the kernel has them.</summary>
    public int AllTaps => TapsBefore + Window + TapsAfter;

    /// <summary>Whether positions in the padded input can be counted in 32 bits. Only inputs of 700 million values an axis fail.</summary>
    public bool IsCountable => (long)Input + PadBefore + PadAfter <= int.MaxValue;

    /// <summary>Positions of the window. With <see cref="Border.Valid"/> they are 0 or less where the window does not fit.</summary>
    public static long Positions(int input, int window, int stride, int dilation, Border border)
    {
        if (border != Border.Valid) return ((long)input + stride - 1) / stride;
        long room = input - Extent(window, dilation);
        // Rounded towards minus infinity: a window larger than the input has no position, at any stride.
        return (room < 0 ? -((-room + stride - 1) / stride) : room / stride) + 1;
    }

    /// <summary>The axis for an input of <paramref name="input"/> values; no positions where the window does not fit.</summary>
    public static WindowAxis Create(int input, int window, int stride, int dilation, bool same) =>
        Create(input, window, stride, dilation, same ? Border.Same : Border.Valid);

    /// <inheritdoc cref="Create(int, int, int, int, bool)"/>
    public static WindowAxis Create(int input, int window, int stride, int dilation, Border border)
    {
        long output = Positions(input, window, stride, dilation, border);
        if (output < 1) return new WindowAxis(input, window, stride, dilation, 0, 0, 0);

        // Where the first tap reads at the last position, counted from where it reads at the first one: less than the input.
        long lastStart = (output - 1) * stride;
        long before = border switch
        {
            Border.Same => Math.Max(lastStart + Extent(window, dilation) - input, 0) / 2,
            Border.Causal => Extent(window, dilation) - 1,
            _ => 0,
        };
        long first = before <= lastStart ? 0 : (before - lastStart - 1) / dilation + 1;
        long last = Math.Min(window - 1, (input - 1 + before) / dilation);
        if (first > last)
        {
            // No tap is ever on the input. One of them stands for all, before the input at every position.
            return new WindowAxis(input, 1, ShorterStride(stride, output, 1), 1, (int)output, input, 0) { TapsAfter = window - 1 };
        }

        // Padding stays 0 or more: where strides meet dilation a tap more may be kept.
        first = Math.Min(first, before / dilation);
        long padBefore = before - first * dilation;
        int kept = (int)(last - first + 1);
        if (kept == 1) dilation = 1;
        long extent = Extent(kept, dilation);
        long padAfter = Math.Max(lastStart + extent - padBefore - input, 0);
        return new WindowAxis(
            input, kept, ShorterStride(stride, output, extent), dilation, (int)output, Saturate(padBefore), Saturate(padAfter))
        {
            TapsBefore = (int)first,
            TapsAfter = window - kept - (int)first,
        };
    }

    private static long Extent(int window, int dilation) => (window - 1L) * dilation + 1;

    // With one position any stride is right, and those that divide work need not be longer than the window.
    private static int ShorterStride(int stride, long output, long extent) => output > 1 ? stride : (int)Math.Min(stride, extent);

    private static int Saturate(long length) => (int)Math.Min(length, int.MaxValue);
}
