using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>
/// Which source position a tap of the kernel reads for a target position, along one axis: for the convolution and for the
/// gradient of its input.
/// </summary>
/// <remarks>
/// Target positions fall into <see cref="Phases"/> classes, t = phase + u · Phases, and within a class the source position moves evenly,
/// s = u · Step + offset(phase, tap). A convolution has one class and steps by its stride, s = t · stride − padding + tap · dilation. The
/// gradient of the input solves the same equation for the output position, s = (t + padding − tap · dilation) / stride, which has a
/// solution in whole numbers for one class of t only: stride classes, step 1.
/// </remarks>
internal readonly record struct TapAxis(int Taps, int Sources, int Targets, int Phases, int Step, int Padding, int Dilation)
{
    /// <summary>From the image to the output.</summary>
    public static TapAxis Forward(in WindowAxis axis) =>
        new(axis.Window, axis.Input, axis.Output, 1, axis.Stride, axis.PadBefore, axis.Dilation);

    /// <summary>From the image, already copied into its border of zeros, to the output.</summary>
    public static TapAxis ForwardPadded(in WindowAxis axis) =>
        new(axis.Window, axis.Input + axis.PadBefore + axis.PadAfter, axis.Output, 1, axis.Stride, 0, axis.Dilation);

    /// <summary>From the gradient of the output to that of the image.</summary>
    public static TapAxis Backward(in WindowAxis axis) =>
        new(axis.Window, axis.Output, axis.Input, axis.Stride, 1, -axis.PadBefore, -axis.Dilation);

    /// <summary>An axis that is not there: one position, one tap.</summary>
    public static TapAxis One { get; } = new(1, 1, 1, 1, 1, 0, 1);

    /// <summary>The source position of a target position, to which the offset of a tap is added.</summary>
    public int Start(int target) => target / Phases * Step;

    /// <summary>Where the tap reads for u = 0, or false where it never reads in this class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryOffset(int phase, int tap, out int offset)
    {
        offset = phase + tap * Dilation - Padding;
        if (Phases == 1)
        {
            offset = tap * Dilation - Padding;
            return true;
        }

        int whole = offset / Phases;
        bool divides = whole * Phases == offset;
        offset = whole;
        return divides;
    }

    /// <summary>The values of u in the class.</summary>
    public int Steps(int phase) => phase < Targets ? (Targets - phase - 1) / Phases + 1 : 0;

    /// <summary>The values of u, from lo to before hi, for which the source position exists.</summary>
    public (int Lo, int Hi) Range(int phase, int offset)
    {
        int lo = offset >= 0 ? 0 : (-offset - 1) / Step + 1;
        int hi = offset >= Sources ? 0 : (Sources - 1 - offset) / Step + 1;
        return (lo, Math.Min(hi, Steps(phase)));
    }

    /// <summary>The source position of a target position, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Source(int target, int tap)
    {
        int phase = 0, u = target;
        if (Phases > 1) (u, phase) = Math.DivRem(target, Phases);
        if (!TryOffset(phase, tap, out int offset)) return -1;
        int source = u * Step + offset;
        return (uint)source < (uint)Sources ? source : -1;
    }
}
