namespace DeepSharp.Kernels;

/// <summary>The derivative of an <see cref="IUnaryFunction"/>. At a kink it is the derivative from the left, so ReLU'(0) = 0.</summary>
internal interface IUnaryGradient
{
    /// <summary>Whether <see cref="Derivative"/> reads x. If not, a caller may pass y for it.</summary>
    static virtual bool NeedsInput => true;

    /// <summary>f'(x), where y = f(x).</summary>
    TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>;
}
