using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>The part of a window that lies on the input, and the windows that contain an input: indices from Start to before End.</summary>
internal readonly struct PoolRange(int start, int end)
{
    public readonly int Start = start;
    public readonly int End = end;

    public int Count => End - Start;

    /// <summary>The cells of window <paramref name="output"/> that are not padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PoolRange Cells(in WindowAxis axis, int output)
    {
        int origin = output * axis.Stride - axis.PadBefore;
        return new PoolRange(Math.Max(0, -origin), Math.Min(axis.Window, axis.Input - origin));
    }

    /// <summary>The windows with a cell on <paramref name="input"/>; empty where the stride skips it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PoolRange Windows(in WindowAxis axis, int input)
    {
        int padded = input + axis.PadBefore;
        int beforeFirst = padded - axis.Window;
        int start = beforeFirst < 0 ? 0 : beforeFirst / axis.Stride + 1;
        return new PoolRange(start, Math.Min(axis.Output, padded / axis.Stride + 1));
    }
}
