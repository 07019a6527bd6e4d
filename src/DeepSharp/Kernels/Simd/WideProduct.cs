using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace DeepSharp.Kernels;

/// <summary>64-bit products of the low halves of 64-bit lanes; what stands in the high halves does not matter.</summary>
internal static class WideProduct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Multiply(Vector512<ulong> left, Vector512<ulong> right)
    {
        if (Avx512F.IsSupported) return Avx512F.Multiply(left.AsUInt32(), right.AsUInt32());
        var low = Vector512.Create((ulong)uint.MaxValue);
        return (left & low) * (right & low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> Multiply(Vector256<ulong> left, Vector256<ulong> right)
    {
        if (Avx2.IsSupported) return Avx2.Multiply(left.AsUInt32(), right.AsUInt32());
        var low = Vector256.Create((ulong)uint.MaxValue);
        return (left & low) * (right & low);
    }
}
