namespace DeepSharp.Kernels;

/// <summary>An element-wise function of one variable, written once for every register width. Hyperparameters are fields of the struct.</summary>
internal interface IUnaryFunction
{
    /// <summary>f(x).</summary>
    TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>;
}

/// <summary>A function with a derivative.</summary>
internal interface IUnaryGradient : IUnaryFunction
{
    /// <summary>f'(x), for y = f(x) where that saves work.</summary>
    TSimd Derivative<TSimd>(TSimd x, TSimd y) where TSimd : unmanaged, ISimd<TSimd>;
}
