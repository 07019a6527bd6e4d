namespace DeepSharp.Kernels;

/// <summary>One step of an optimizer for the lanes that start at an index: a struct of pointers to weight, gradient and slots.</summary>
internal interface IWeightUpdate
{
    void Apply<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd>;
}
