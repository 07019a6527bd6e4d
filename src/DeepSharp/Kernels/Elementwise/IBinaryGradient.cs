namespace DeepSharp.Kernels;

/// <summary>The partial derivatives of an <see cref="IBinaryFunction"/>, where y = f(a, b).</summary>
internal interface IBinaryGradient
{
    /// <summary>∂f/∂a if it is the same everywhere, else 0.</summary>
    static virtual float ConstantLeft => 0;

    /// <summary>∂f/∂b if it is the same everywhere, else 0.</summary>
    static virtual float ConstantRight => 0;

    /// <summary>∂f/∂a</summary>
    TSimd Left<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd>;

    /// <summary>∂f/∂b</summary>
    TSimd Right<TSimd>(TSimd a, TSimd b, TSimd y) where TSimd : unmanaged, ISimd<TSimd>;
}
