using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>f(x) = arctan x (Moshier, Cephes: atanf).</summary>
internal readonly struct ArcTangentFunction : IUnaryFunction, IUnaryGradient
{
    // tan 3π/8 and tan π/8: beyond, the polynomial is of -1/x and of (x - 1) / (x + 1).
    private const float Far = 2.414213562373095f, Middle = 0.4142135623730950f;

    public static Slopes Slopes => Slopes.OfArithmetic;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd size = TSimd.Abs(x), one = TSimd.Splat(1f);
        TSimd isFar = TSimd.GreaterThan(size, TSimd.Splat(Far)), isMiddle = TSimd.GreaterThan(size, TSimd.Splat(Middle));
        TSimd start = TSimd.Select(isFar, TSimd.Splat(MathF.PI / 2), isMiddle & TSimd.Splat(MathF.PI / 4));
        TSimd r = TSimd.Select(isFar, -one / size, TSimd.Select(isMiddle, (size - one) / (size + one), size)), square = r * r;
        TSimd sum = TSimd.MultiplyAdd(TSimd.Splat(8.05374449538e-2f), square, TSimd.Splat(-1.38776856032e-1f));
        sum = TSimd.MultiplyAdd(sum, square, TSimd.Splat(1.99777106478e-1f));
        sum = TSimd.MultiplyAdd(sum, square, TSimd.Splat(-3.33329491539e-1f));
        TSimd y = start + TSimd.MultiplyAdd(sum * square, r, r);
        return TSimd.Select(TSimd.GreaterThan(TSimd.Zero, x), -y, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.Splat(1f) / TSimd.MultiplyAdd(x, x, TSimd.Splat(1f));
}
