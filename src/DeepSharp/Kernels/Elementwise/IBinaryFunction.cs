namespace DeepSharp.Kernels;

/// <summary>An element-wise function of two variables, written once for every register width.</summary>
internal interface IBinaryFunction
{
    /// <summary>Whether f of ordinary numbers is often subnormal; it is then written as 0.</summary>
    static virtual bool MayVanish => false;

    TSimd Invoke<TSimd>(TSimd a, TSimd b) where TSimd : unmanaged, ISimd<TSimd>;
}
