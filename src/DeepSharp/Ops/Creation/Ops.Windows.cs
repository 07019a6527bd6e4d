using DeepSharp.Kernels;

namespace DeepSharp;

// Windows for spectra: symmetric, as in NumPy.
public static partial class Ops
{
    /// <summary>Bartlett's window, a triangle that is 0 at both ends.</summary>
    /// <param name="x">How many values.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public static Tensor Bartlett(int x) => Window("Bartlett", x, share => 1 - Math.Abs(2 * share - 1));

    /// <summary>Hamming's window, 0.54 - 0.46·cos(2πn/(N-1)).</summary>
    /// <param name="x">How many values.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public static Tensor Hamming(int x) => Window("Hamming", x, share => 0.54 - 0.46 * Math.Cos(2 * Math.PI * share));

    /// <summary>Hann's window, 0.5 - 0.5·cos(2πn/(N-1)).</summary>
    /// <param name="x">How many values.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public static Tensor Hanning(int x) => Window("Hanning", x, share => 0.5 - 0.5 * Math.Cos(2 * Math.PI * share));

    /// <summary>Blackman's window, 0.42 - 0.5·cos(2πn/(N-1)) + 0.08·cos(4πn/(N-1)).</summary>
    /// <param name="x">How many values.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public static Tensor Blackman(int x) =>
        Window("Blackman", x, share => 0.42 - 0.5 * Math.Cos(2 * Math.PI * share) + 0.08 * Math.Cos(4 * Math.PI * share));

    /// <summary>Kaiser's window, I0(β·√(1 - (2n/(N-1) - 1)²))/I0(β).</summary>
    /// <param name="x">How many values.</param>
    /// <param name="beta">β: 0 is a rectangle, larger numbers are narrower.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0.</exception>
    public static Tensor Kaiser(int x, double beta) => Window(
        "Kaiser", x, share => SpecialMath.BesselI0(beta * Math.Sqrt(1 - (2 * share - 1) * (2 * share - 1))) / SpecialMath.BesselI0(beta));

    private static Tensor Window(string name, int x, Func<double, double> at)
    {
        RequireCount(name, nameof(x), x);
        Tensor window = Tensor.Temporary([x]);
        for (int i = 0; i < x; i++) window.Span[i] = x == 1 ? 1f : (float)at(i / (x - 1.0));
        return window;
    }
}
