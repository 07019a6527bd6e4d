namespace DeepSharp;

public static partial class DeepSharpRuntime
{
    /// <summary>
    /// Whether convolutions of 3 by 3 taps may use Winograd's method, at first true. It needs a quarter to a half of the multiplications
    /// and is chosen by the sizes of a layer where it is faster.
    /// </summary>
    /// <remarks>
    /// The price is rounding: results are off by at most 2e-5 of their own root mean square and by less than 2e-6 on average, two to four
    /// times as much as with plain sums; training reaches the same losses. And where an input is infinite or not a number, so are
    /// results within the same square of pixels. Turn it off to compare with other libraries digit by digit. Set it between
    /// steps, not during one.
    /// </remarks>
    /// <example><code>DeepSharpRuntime.Winograd = false;</code></example>
    public static bool Winograd
    {
        get => Kernels.Winograd.IsEnabled;
        set => Kernels.Winograd.IsEnabled = value;
    }
}
