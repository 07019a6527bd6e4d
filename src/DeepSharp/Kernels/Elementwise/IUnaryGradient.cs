namespace DeepSharp.Kernels;

/// <summary>The derivative of an <see cref="IUnaryFunction"/>. At a kink it is the derivative from the left, so ReLU'(0) = 0.</summary>
internal interface IUnaryGradient
{
    /// <summary>Whether <see cref="Derivative"/> reads x. If not, a caller may pass y for it.</summary>
    static virtual bool NeedsInput => true;

    /// <summary>What the derivative may make of a gradient.</summary>
    static virtual Slopes Slopes => Slopes.OfActivation;

    /// <summary>f'(x), where y = f(x).</summary>
    TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>;
}

/// <summary>What derivatives make of gradients, and so which of these are written as 0.</summary>
internal enum Slopes
{
    /// <summary>They shrink, layer after layer: what is negligible vanishes.</summary>
    OfActivation,

    /// <summary>They may be anything: subnormal numbers vanish.</summary>
    OfArithmetic,

    /// <summary>They stay as they are, or are nothing.</summary>
    Whole,
}
