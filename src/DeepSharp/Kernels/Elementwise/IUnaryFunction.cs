namespace DeepSharp.Kernels;

/// <summary>
/// An element-wise function of one variable, written once for every register width. An unmanaged struct, whose fields are the function's
/// parameters.
/// </summary>
internal interface IUnaryFunction
{
    /// <summary>Whether an element costs an exponential or more, so that sharing the work among threads pays earlier.</summary>
    static virtual bool IsCostly => false;

    TSimd Invoke<TSimd>(TSimd x) where TSimd : unmanaged, ISimd<TSimd>;
}
