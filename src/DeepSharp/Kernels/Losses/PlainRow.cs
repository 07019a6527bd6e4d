using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>A row as it is, to be summed.</summary>
internal readonly unsafe struct PlainRow(float* x) : IRowTerm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Term<TSimd>(nint index) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Load(x + index);
}
