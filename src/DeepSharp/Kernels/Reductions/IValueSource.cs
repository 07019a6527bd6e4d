using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Where a sum reads its terms.</summary>
internal unsafe interface IValueSource
{
    TSimd Load<TSimd>(nint at) where TSimd : unmanaged, ISimd<TSimd>;
}

/// <summary>The values as they stand in memory.</summary>
internal readonly unsafe struct PlainSource(float* values) : IValueSource
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Load<TSimd>(nint at) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Load(values + at);
}

/// <summary>Zeros.</summary>
internal readonly struct ZeroSource : IValueSource
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Load<TSimd>(nint at) where TSimd : unmanaged, ISimd<TSimd> => TSimd.Zero;
}

/// <summary>g where y &gt; 0, else 0, written back to g on the way, and 0 for what is negligible. Reading twice does no harm.</summary>
internal readonly unsafe struct MaskedSource(float* y, float* g) : IValueSource
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TSimd Load<TSimd>(nint at) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd masked = Vanishing.Drop(TSimd.GreaterThan(TSimd.Load(y + at), TSimd.Zero) & TSimd.Load(g + at));
        TSimd.Store(masked, g + at);
        return masked;
    }
}
