using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Transforms the sums of a <see cref="WinogradKernelGradient"/> back to nine taps. An index is a group and a piece of its channels.
/// </summary>
internal readonly unsafe struct WinogradGradientResult<TSimd, TTile>(
    WinogradKernelGradient gradient, WinogradGradientSplit split, float* sums) : IRangeBody
    where TSimd : unmanaged, ISimd<TSimd> where TTile : struct, IWinogradTile
{
    private const int ChannelsAtATime = 16;

    private readonly WinogradKernelGradient _gradient = gradient;
    private readonly WinogradGradientSplit _split = split;
    private readonly float* _sums = sums;

    public static void Run(in WinogradKernelGradient gradient, in WinogradGradientSplit split, float* sums) => WorkerPool.For(
        split.Groups * Pieces(split), 4, new WinogradGradientResult<TSimd, TTile>(gradient, split, sums));

    private static int Pieces(in WinogradGradientSplit split) => (split.GroupChannels + ChannelsAtATime - 1) / ChannelsAtATime;

    public void Invoke(int start, int end)
    {
        int planes = _gradient.Grid.Planes;
        float* small = Scratch.Get(ScratchSlot.EdgeTile, (planes + 9) * TSimd.Width);
        for (int i = start; i < end; i++)
        {
            (int group, int piece) = Math.DivRem(i, Pieces(_split));
            var part = new WinogradGradientPart(_gradient, _split, group);
            int first = piece * ChannelsAtATime, last = Math.Min(first + ChannelsAtATime, part.Channels);
            Transform(_gradient, _split, part, first, last, _sums + group * planes * _split.SumPlane, small);
        }
    }

    /// <summary>Transforms some channels of a group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Transform(
        in WinogradKernelGradient gradient, in WinogradGradientSplit split, in WinogradGradientPart part, int firstChannel, int endChannel,
        float* sums, float* buffer)
    {
        float* values = buffer + gradient.Grid.Planes * TSimd.Width;
        nint tapStride = (nint)gradient.Channels * gradient.Filters;
        for (int k = firstChannel; k < endChannel; k++)
        {
            float* target = gradient.Kernel + (nint)(part.FirstChannel + k) * gradient.Filters + part.FirstFilter;
            for (int f = 0; f < part.Filters; f += TSimd.Width)
            {
                (int panel, int column) = Math.DivRem(f, split.PanelWidth);
                float* from = sums + panel * split.SumPanel + (nint)k * split.PanelWidth + column;
                WinogradTransform<TSimd, TTile>.KernelGradient(from, split.SumPlane, buffer, values);
                int lanes = Math.Min(TSimd.Width, part.Filters - f);
                if (lanes == TSimd.Width) Write<TSimd>(values, target + f, tapStride, gradient.Accumulate);
                else for (int i = 0; i < lanes; i++) Write<F1>(values + i, target + f + i, tapStride, gradient.Accumulate);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<T>(float* values, float* target, nint tapStride, bool accumulate) where T : unmanaged, ISimd<T>
    {
        for (int tap = 0; tap < 9; tap++, target += tapStride, values += TSimd.Width)
        {
            T value = T.Load(values);
            if (accumulate) value += T.Load(target);
            T.Store(value, target);
        }
    }
}
