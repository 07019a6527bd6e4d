namespace DeepSharp.Kernels;

/// <summary>
/// One axis of a sliding window: how many positions the window has and how many zeros stand before and after the input. Keras's rule.
/// </summary>
internal readonly record struct WindowAxis(int Input, int Window, int Stride, int Dilation, int Output, int PadBefore, int PadAfter)
{
    /// <summary>
    /// The axis for an input of <paramref name="input"/> values. Without <paramref name="same"/> the output is 0 or less where the window
    /// does not fit: the caller checks.
    /// </summary>
    public static WindowAxis Create(int input, int window, int stride, int dilation, bool same)
    {
        int extent = (window - 1) * dilation + 1;
        if (!same)
        {
            int room = input - extent;
            // Rounded towards minus infinity: a window larger than the input has no position, at any stride.
            int positions = room < 0 ? -((-room + stride - 1) / stride) : room / stride;
            return new WindowAxis(input, window, stride, dilation, positions + 1, 0, 0);
        }

        int output = (input + stride - 1) / stride;
        int padding = Math.Max((output - 1) * stride + extent - input, 0);
        return new WindowAxis(input, window, stride, dilation, output, padding / 2, padding - padding / 2);
    }
}
