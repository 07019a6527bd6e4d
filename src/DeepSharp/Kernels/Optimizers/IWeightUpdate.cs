namespace DeepSharp.Kernels;

/// <summary>One step of an optimizer for the lanes that start at an index: a struct of pointers to the weight and its slots.</summary>
internal interface IWeightUpdate
{
    /// <summary>Changes the lanes from <paramref name="index"/> on by their gradient.</summary>
    void Apply<TSimd>(nint index, TSimd gradient) where TSimd : unmanaged, ISimd<TSimd>;
}
