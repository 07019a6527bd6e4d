using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>What happens to finished sums while they are in cache: bias, activation, and the way from an edge tile to C.</summary>
internal unsafe struct MatMulEpilogue
{
    /// <summary>Where the sums are, which may be <see cref="C"/>.</summary>
    public float* Sums;
    public nint SumsStride;

    public float* C;
    public nint CStride;
    public int Rows;
    public int Columns;

    /// <summary>Add what C holds to the sums first.</summary>
    public bool AddsToC;

    /// <summary>Whether bias and activation follow.</summary>
    public bool Finishes;

    /// <summary>Starts at the first column; may be null.</summary>
    public float* Bias;
    public FusedActivation Activation;

    /// <summary>Works on all columns, by the widest registers that they fill.</summary>
    public readonly void Run()
    {
        int j = 0;
        if (F512.IsSupported) j = Run<F512>(j);
        if (F256.IsSupported && j < Columns) j = Run<F256>(j);
        if (F128.IsSupported && j < Columns) j = Run<F128>(j);
        if (j < Columns) Run<F1>(j);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly int Run<TSimd>(int j) where TSimd : unmanaged, ISimd<TSimd>
    {
        TSimd least = TSimd.Splat(FusedActivations.Least(Activation)), largest = TSimd.Splat(FusedActivations.Largest(Activation));
        for (; j <= Columns - TSimd.Width; j += TSimd.Width)
        {
            float* sums = Sums + j, c = C + j;
            TSimd bias = Bias == null ? TSimd.Zero : TSimd.Load(Bias + j);
            for (int r = 0; r < Rows; r++, sums += SumsStride, c += CStride)
            {
                TSimd value = TSimd.Load(sums);
                if (AddsToC) value += TSimd.Load(c);
                if (Finishes) value = TSimd.Flush(TSimd.Clamp(value + bias, least, largest));
                TSimd.Store(value, c);
            }
        }

        return j;
    }
}
