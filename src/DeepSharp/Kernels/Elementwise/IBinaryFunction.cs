namespace DeepSharp.Kernels;

/// <summary>An element-wise function of two variables, written once for every register width.</summary>
internal interface IBinaryFunction
{
    TSimd Invoke<TSimd>(TSimd a, TSimd b) where TSimd : unmanaged, ISimd<TSimd>;
}
