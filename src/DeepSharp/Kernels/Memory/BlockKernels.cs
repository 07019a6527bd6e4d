using System.Numerics.Tensors;

namespace DeepSharp.Kernels;

/// <summary>
/// A block inside a larger one: (outer, three axes, inner) of both, and where the smaller one begins on each axis. Fewer axes have
/// length 1 in front.
/// </summary>
internal readonly record struct BlockGeometry(
    int Outer, int Inner, (int First, int Second, int Third) Small, (int First, int Second, int Third) Large,
    (int First, int Second, int Third) Start)
{
    public long SmallLength => (long)Outer * Small.First * Small.Second * Small.Third * Inner;

    public long LargeLength => (long)Outer * Large.First * Large.Second * Large.Third * Inner;
}

/// <summary>Padding and cropping, which are each other's backward pass.</summary>
internal static unsafe class BlockKernels
{
    /// <summary>large = small, and a value around it.</summary>
    public static void Surround(in BlockGeometry g, ReadOnlySpan<float> small, float around, Span<float> large)
    {
        KernelGuard.AtLeast(small, g.SmallLength);
        KernelGuard.AtLeast(large, g.LargeLength);
        if (g.LargeLength == 0) return;
        int lines = g.Outer * g.Large.First * g.Large.Second;
        fixed (float* ps = small, pl = large)
        {
            WorkerPool.For(lines, RowGrain.For(lines, (long)g.Large.Third * g.Inner), new SurroundBody(g, ps, around, pl));
        }
    }

    /// <summary>small (+)= the part of large that it is in.</summary>
    public static void Extract(in BlockGeometry g, ReadOnlySpan<float> large, Span<float> small, bool accumulate)
    {
        KernelGuard.AtLeast(small, g.SmallLength);
        KernelGuard.AtLeast(large, g.LargeLength);
        Walk(g, small, large, new ExtractLine(accumulate));
    }

    /// <summary>The part of large that small is in += small.</summary>
    public static void Add(in BlockGeometry g, ReadOnlySpan<float> small, Span<float> large)
    {
        KernelGuard.AtLeast(small, g.SmallLength);
        KernelGuard.AtLeast(large, g.LargeLength);
        Walk(g, small, large, default(AddLine));
    }

    private static void Walk<TLine>(in BlockGeometry g, ReadOnlySpan<float> small, ReadOnlySpan<float> large, TLine line)
        where TLine : unmanaged, ILine
    {
        if (g.SmallLength == 0) return;
        int lines = g.Outer * g.Small.First * g.Small.Second;
        fixed (float* ps = small, pl = large)
        {
            WorkerPool.For(lines, RowGrain.For(lines, (long)g.Small.Third * g.Inner), new LineBody<TLine>(g, ps, pl, line));
        }
    }

    private interface ILine
    {
        void Invoke(float* small, float* large, int length);
    }

    private readonly struct ExtractLine(bool accumulate) : ILine
    {
        public void Invoke(float* small, float* large, int length)
        {
            var to = new Span<float>(small, length);
            if (accumulate) TensorPrimitives.Add(to, new ReadOnlySpan<float>(large, length), to);
            else new ReadOnlySpan<float>(large, length).CopyTo(to);
        }
    }

    private readonly struct AddLine : ILine
    {
        public void Invoke(float* small, float* large, int length)
        {
            var to = new Span<float>(large, length);
            TensorPrimitives.Add(to, new ReadOnlySpan<float>(small, length), to);
        }
    }

    // One index is a line of the small block.
    private readonly struct LineBody<TLine>(BlockGeometry g, float* small, float* large, TLine line) : IRangeBody
        where TLine : unmanaged, ILine
    {
        public void Invoke(int start, int end)
        {
            int length = g.Small.Third * g.Inner;
            for (int i = start; i < end; i++)
            {
                (int plane, int second) = Math.DivRem(i, g.Small.Second);
                (int sample, int first) = Math.DivRem(plane, g.Small.First);
                nint row = ((nint)sample * g.Large.First + first + g.Start.First) * g.Large.Second + second + g.Start.Second;
                line.Invoke(small + i * (nint)length, large + (row * g.Large.Third + g.Start.Third) * g.Inner, length);
            }
        }
    }

    // One index is a line of the large block.
    private readonly struct SurroundBody(BlockGeometry g, float* small, float around, float* large) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            int length = g.Large.Third * g.Inner, before = g.Start.Third * g.Inner, inside = g.Small.Third * g.Inner;
            for (int i = start; i < end; i++)
            {
                (int plane, int second) = Math.DivRem(i, g.Large.Second);
                (int sample, int first) = Math.DivRem(plane, g.Large.First);
                var line = new Span<float>(large + i * (nint)length, length);
                second -= g.Start.Second;
                first -= g.Start.First;
                if ((uint)first >= (uint)g.Small.First || (uint)second >= (uint)g.Small.Second)
                {
                    line.Fill(around);
                    continue;
                }

                nint row = ((nint)sample * g.Small.First + first) * g.Small.Second + second;
                line[..before].Fill(around);
                new ReadOnlySpan<float>(small + row * inside, inside).CopyTo(line[before..]);
                line[(before + inside)..].Fill(around);
            }
        }
    }
}
