using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>An activation that a kernel applies to its result while it is in cache.</summary>
internal enum FusedActivation
{
    /// <summary>The result as it is.</summary>
    None,

    /// <summary>max(0, x); NaN stays NaN.</summary>
    ReLU,

    /// <summary>min(max(0, x), 6); NaN stays NaN. There is no backward pass of it: layers that train apply it by itself.</summary>
    ReLU6,
}

/// <summary>The functions that kernels apply to finished sums.</summary>
internal static class FusedActivations
{
    /// <summary>The functions are bounds: the least value that they give.</summary>
    public static float Least(FusedActivation activation) => activation == FusedActivation.None ? float.NegativeInfinity : 0f;

    /// <summary>The largest value that they give.</summary>
    public static float Largest(FusedActivation activation) => activation == FusedActivation.ReLU6 ? 6f : float.PositiveInfinity;

    /// <summary>The function of a register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TSimd Apply<TSimd>(FusedActivation activation, TSimd value) where TSimd : unmanaged, ISimd<TSimd>
    {
        if (activation == FusedActivation.None) return value;
        value = TSimd.Max(value, TSimd.Zero);
        return activation == FusedActivation.ReLU ? value : TSimd.Min(value, TSimd.Splat(6f));
    }
}
