namespace DeepSharp.Kernels;

/// <summary>
/// An element-wise function of one variable, written once for every register width. An unmanaged struct, whose fields
/// are the function's parameters.
/// </summary>
internal interface IUnaryFunction
{
    /// <summary>Whether there is a normal x with a subnormal f(x), which is then written as 0.</summary>
    static virtual bool MayVanish => true;

    TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>;
}
