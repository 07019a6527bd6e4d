namespace DeepSharp;

public static partial class DeepSharpRuntime
{
    /// <summary>
    /// Whether convolutions of 3 by 3 taps may use Winograd's method, at first true. It needs a quarter to a half of the multiplications
    /// and is chosen by the sizes of a layer where it is faster.
    /// </summary>
    /// <remarks>
    /// The price is rounding: the root mean square error of a result is about twice that of the plain sums, 2e-6 of the size of the results
    /// at most with 512 channels, and a product of 0 with an infinite or missing (NaN) input may spread to the neighbouring pixels. Turn it
    /// off to compare with other libraries digit by digit. Set it between steps, not during one.
    /// </remarks>
    /// <example><code>DeepSharpRuntime.Winograd = false;</code></example>
    public static bool Winograd
    {
        get => Kernels.Winograd.IsEnabled;
        set => Kernels.Winograd.IsEnabled = value;
    }
}
