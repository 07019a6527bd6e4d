using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Four neighbouring columns of <see cref="DepthwiseStrips"/> over some rows: registers run over the channels.</summary>
internal unsafe struct DepthwiseStrip
{
    private const int WidestRegister = 16;

    /// <summary>Under the middle tap of the first pixel, in the row of the topmost tap of the first row.</summary>
    public float* Source;

    public nint SourceRow;

    /// <summary>The source rows that exist, counted from that of <see cref="Source"/>.</summary>
    public int FirstRow;

    public int EndRow;

    /// <summary>Whether the source has the column before that of the first pixel; else it counts as zeros.</summary>
    public bool HasBefore;

    /// <summary>Whether the source has the column after that of the last pixel.</summary>
    public bool HasAfter;

    public float* Target;
    public nint TargetRow;
    public int Rows;

    /// <summary>The tap that reads the topmost row and the first column; the other two either way follow or precede it.</summary>
    public float* Kernel;

    public nint KernelRow;
    public nint KernelColumn;

    public int Channels;
    public float* Bias;
    public FusedActivation Activation;
    public bool Accumulate;

    public readonly void Run()
    {
        int c = 0;
        if (F512.IsSupported) c = Run<F512>(c);
        if (F256.IsSupported && c < Channels) c = Run<F256>(c);
        if (F128.IsSupported && c < Channels) c = Run<F128>(c);
        if (c < Channels) Run<F1>(c);
    }

    // Twelve sums, nine taps and a source pixel stay in 32 registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private readonly int Run<TSimd>(int c) where TSimd : unmanaged, ISimd<TSimd>
    {
        float* zeros = stackalloc float[WidestRegister];
        new Span<float>(zeros, WidestRegister).Clear();
        nint step = Channels, beforeRow = HasBefore ? SourceRow : 0, afterRow = HasAfter ? SourceRow : 0;
        int rows = Rows, firstRow = FirstRow, endRow = EndRow;
        for (; c <= Channels - TSimd.Width; c += TSimd.Width)
        {
            float* source = Source + c, target = Target + c, kernel = Kernel + c;
            float* before = HasBefore ? source - step : zeros, after = HasAfter ? source + 4 * step : zeros;
            var top = new Taps<TSimd>(kernel, KernelColumn);
            var centre = new Taps<TSimd>(kernel + KernelRow, KernelColumn);
            var bottom = new Taps<TSimd>(kernel + 2 * KernelRow, KernelColumn);
            TSimd start = Bias == null ? TSimd.Zero : TSimd.Load(Bias + c);
            // Of the target rows for which the source row is the first, the middle and the last one.
            DepthwiseSums<TSimd> first = new(start), middle = first, last;
            for (int row = 0; row < rows + 2; row++)
            {
                last = middle;
                middle = first;
                first = new(start);
                if (row >= firstRow && row < endRow)
                {
                    if (row >= 2) bottom.MultiplyAdd(before, source, step, after, ref last);
                    if (row >= 1 && row <= rows) centre.MultiplyAdd(before, source, step, after, ref middle);
                    if (row < rows) top.MultiplyAdd(before, source, step, after, ref first);
                }

                if (row >= 2)
                {
                    last.StoreTo(target, step, Activation, Accumulate);
                    target += TargetRow;
                }

                source += SourceRow;
                before += beforeRow;
                after += afterRow;
            }
        }

        return c;
    }

    /// <summary>Three taps of one kernel row.</summary>
    private readonly struct Taps<TSimd>(float* kernel, nint column) where TSimd : unmanaged, ISimd<TSimd>
    {
        private readonly TSimd _k0 = TSimd.Load(kernel);
        private readonly TSimd _k1 = TSimd.Load(kernel + column);
        private readonly TSimd _k2 = TSimd.Load(kernel + 2 * column);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void MultiplyAdd(float* before, float* source, nint step, float* after, ref DepthwiseSums<TSimd> sums) =>
            sums.MultiplyAddRow(before, source, step, after, _k0, _k1, _k2);
    }
}
