using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>A function of each value and of some numbers of its channel.</summary>
internal interface IChannelMap
{
    /// <summary>
    /// Computes whole registers of the columns from <paramref name="from"/> to before <paramref name="to"/>, in rows that start
    /// <paramref name="stride"/> values apart; gives the first column that is left.
    /// </summary>
    int Columns<TSimd>(nint at, int rows, nint stride, int from, int to) where TSimd : unmanaged, ISimd<TSimd>;
}

/// <summary>Applies an <see cref="IChannelMap"/> to (rows, channels). Numbers of channels are repeated over the pattern.</summary>
internal static class ChannelMap
{
    private const int BlockElements = 32768;
    private const int ElementsOfSerialLoop = 128 * 1024;

    public static void Run<TMap>(TMap map, int rows, ChannelPattern pattern) where TMap : unmanaged, IChannelMap
    {
        long size = (long)rows * pattern.Channels;
        int wideRows = (rows + pattern.Copies - 1) / pattern.Copies;
        int rowsOfBlock = Math.Max(1, BlockElements / pattern.Width), blocks = (wideRows + rowsOfBlock - 1) / rowsOfBlock;
        int grain = size < ElementsOfSerialLoop ? Math.Max(1, blocks) : 1;
        WorkerPool.For(blocks, grain, new Body<TMap>(map, size, pattern.Width, rowsOfBlock));
    }

    // One index is a block of wide rows.
    private readonly struct Body<TMap>(TMap map, long size, int width, int rowsOfBlock) : IRangeBody
        where TMap : unmanaged, IChannelMap
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                nint at = (nint)i * rowsOfBlock * width;
                int rows = (int)Math.Min(rowsOfBlock, (size - at) / width), left = (int)((size - at) % width);
                Columns(at, rows, width);
                if (rows < rowsOfBlock && left > 0) Columns(at + (nint)rows * width, 1, left);
            }
        }

        private void Columns(nint at, int rows, int columns)
        {
            int c = 0;
            if (F512.IsSupported) c = map.Columns<F512>(at, rows, width, c, columns);
            if (F256.IsSupported) c = map.Columns<F256>(at, rows, width, c, columns);
            if (F128.IsSupported) c = map.Columns<F128>(at, rows, width, c, columns);
            map.Columns<F1>(at, rows, width, c, columns);
        }
    }
}

/// <summary>y (+)= (x − mean)·scale + offset</summary>
internal readonly unsafe struct AffineMap(float* x, float* mean, float* scale, float* offset, float* y, bool accumulate) : IChannelMap
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public int Columns<TSimd>(nint at, int rows, nint stride, int from, int to) where TSimd : unmanaged, ISimd<TSimd>
    {
        float* means = mean, scales = scale, offsets = offset;
        bool adds = accumulate;
        int end = from + (to - from) / TSimd.Width * TSimd.Width;
        if (end == from) return from;
        for (; rows > 0; rows--, at += stride)
        {
            float* source = x + at, target = y + at;
            nint c = from;
            if (adds)
            {
                do
                {
                    TSimd value = Value(TSimd.Load(source + c), means + c, scales + c, offsets + c);
                    TSimd.Store(TSimd.Load(target + c) + value, target + c);
                    c += TSimd.Width;
                }
                while (c < end);
                continue;
            }

            do
            {
                TSimd.Store(Value(TSimd.Load(source + c), means + c, scales + c, offsets + c), target + c);
                c += TSimd.Width;
            }
            while (c < end);
        }

        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TSimd Value<TSimd>(TSimd value, float* mean, float* scale, float* offset) where TSimd : unmanaged, ISimd<TSimd> =>
        TSimd.MultiplyAdd(value - TSimd.Load(mean), TSimd.Load(scale), TSimd.Load(offset));
}

/// <summary>dx (+)= (dy − average)·scale + (x − mean)·slope</summary>
internal readonly unsafe struct BatchGradientMap(
    float* x, float* dy, float* mean, float* average, float* scale, float* slope, float* dx, bool accumulate) : IChannelMap
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public int Columns<TSimd>(nint at, int rows, nint stride, int from, int to) where TSimd : unmanaged, ISimd<TSimd>
    {
        float* means = mean, averages = average, scales = scale, slopes = slope;
        bool adds = accumulate;
        int end = from + (to - from) / TSimd.Width * TSimd.Width;
        if (end == from) return from;
        for (; rows > 0; rows--, at += stride)
        {
            float* values = x + at, gradients = dy + at, target = dx + at;
            nint c = from;
            do
            {
                TSimd deviation = TSimd.Load(values + c) - TSimd.Load(means + c);
                TSimd excess = TSimd.Load(gradients + c) - TSimd.Load(averages + c);
                TSimd value = TSimd.MultiplyAdd(excess, TSimd.Load(scales + c), deviation * TSimd.Load(slopes + c));
                TSimd.Store(Vanishing.Drop(adds ? TSimd.Load(target + c) + value : value), target + c);
                c += TSimd.Width;
            }
            while (c < end);
        }

        return end;
    }
}

/// <summary>dx (+)= dy·scale + (x − mean)·slope + offset</summary>
internal readonly unsafe struct LineGradientMap(
    float* x, float* dy, float* mean, float* scale, float* slope, float* offset, float* dx, bool accumulate) : IChannelMap
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public int Columns<TSimd>(nint at, int rows, nint stride, int from, int to) where TSimd : unmanaged, ISimd<TSimd>
    {
        float* means = mean, scales = scale, slopes = slope, offsets = offset;
        bool adds = accumulate;
        int end = from + (to - from) / TSimd.Width * TSimd.Width;
        if (end == from) return from;
        for (; rows > 0; rows--, at += stride)
        {
            float* values = x + at, gradients = dy + at, target = dx + at;
            nint c = from;
            do
            {
                TSimd deviation = TSimd.Load(values + c) - TSimd.Load(means + c);
                TSimd line = TSimd.MultiplyAdd(deviation, TSimd.Load(slopes + c), TSimd.Load(offsets + c));
                TSimd value = TSimd.MultiplyAdd(TSimd.Load(gradients + c), TSimd.Load(scales + c), line);
                TSimd.Store(Vanishing.Drop(adds ? TSimd.Load(target + c) + value : value), target + c);
                c += TSimd.Width;
            }
            while (c < end);
        }

        return end;
    }
}
