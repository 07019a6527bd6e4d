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
    /// <summary>An axis that is not there: one position, one tap.</summary>
    public static WindowAxis One { get; } = new(1, 1, 1, 1, 1, 0, 0);

    /// <summary>One tap that visits every position and nothing else.</summary>
    public bool IsPlain => Window == 1 && Stride == 1 && PadBefore == 0 && Output == Input;

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

        long before = border switch
        {
            Border.Same => Math.Max((output - 1) * stride + Extent(window, dilation) - input, 0) / 2,
            Border.Causal => Extent(window, dilation) - 1,
            _ => 0,
        };
        return WithKeptTaps(input, window, stride, dilation, output, before);
    }

    /// <summary>
    /// The length of the output of a transposed convolution over <paramref name="length"/> values; below 1 where it has none.
    /// </summary>
    /// <param name="length">Of its input.</param>
    /// <param name="window">Taps.</param>
    /// <param name="stride">Distance of the windows in the output.</param>
    /// <param name="dilation">Distance of the taps in the output.</param>
    /// <param name="same">Whether the border is cut off, so that the output is as long as input times stride.</param>
    /// <param name="outputPadding">Values at the end, counted from the shortest output; null for what Keras takes.</param>
    public static long TransposedLength(int length, int window, int stride, int dilation, bool same, int? outputPadding)
    {
        if (length < 1) return 0;
        long extent = Extent(window, dilation), starts = (length - 1L) * stride;
        if (!same) return starts + extent + (outputPadding ?? Math.Max(stride - extent, 0));
        return outputPadding is { } padding ? starts + extent % 2 + padding : (long)length * stride;
    }

    /// <summary>
    /// The axis of the convolution whose input gradient is a transposed convolution over <paramref name="length"/> values: its input is
    /// what the transposed one gives, its output what that takes.
    /// </summary>
    /// <inheritdoc cref="TransposedLength"/>
    public static WindowAxis CreateTransposed(int length, int window, int stride, int dilation, bool same, int? outputPadding)
    {
        long given = TransposedLength(length, window, stride, dilation, same, outputPadding);

        // Keras's rule: of what "same" cuts off the smaller half at the start, and nothing where it adds values.
        long before = same ? Math.Max((length - 1L) * stride + Extent(window, dilation) - given, 0) / 2 : 0;
        return WithKeptTaps((int)given, window, stride, dilation, length, before);
    }

    private static WindowAxis WithKeptTaps(int input, int window, int stride, int dilation, long output, long before)
    {
        // Where the first tap reads at the last position, counted from where it reads at the first one: at most the input.
        long lastStart = (output - 1) * stride;
        long first = before <= lastStart ? 0 : (before - lastStart - 1) / dilation + 1;
        long last = Math.Min(window - 1, (input - 1 + before) / dilation);
        if (first > last)
        {
            // No tap is ever on the input. One of them stands for all, before the input at every position.
            return new WindowAxis(
                input, 1, ShorterStride(stride, output, 1), 1, (int)output, Saturate(lastStart + 1), 0)
            {
                TapsAfter = window - 1,
            };
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
