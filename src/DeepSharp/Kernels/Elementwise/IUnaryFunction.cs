namespace DeepSharp.Kernels;

/// <summary>
/// An element-wise function of one variable, written once for every register width. An unmanaged struct, whose fields are the function's
/// parameters.
/// </summary>
internal interface IUnaryFunction
{
    TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>;
}
