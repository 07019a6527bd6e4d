using System.Runtime.CompilerServices;

namespace DeepSharp.Kernels;

/// <summary>Which pixel stands for one beyond the border of an image.</summary>
internal enum BorderRule
{
    /// <summary>The image mirrored at its edges: d c b a | a b c d | d c b a.</summary>
    Reflect,

    /// <summary>None: a constant.</summary>
    Constant,

    /// <summary>The image again: a b c d | a b c d | a b c d.</summary>
    Wrap,

    /// <summary>The nearest: a a a a | a b c d | d d d d.</summary>
    Nearest,

    /// <summary>The image mirrored at its outermost pixels: d c b | a b c d | c b a.</summary>
    Mirror,
}

/// <summary>The pixels that stand for those beyond borders.</summary>
internal static class Borders
{
    /// <summary>The place of a pixel along an axis; -1 for the constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Inside(this BorderRule rule, int place, int length) =>
        (uint)place < (uint)length ? place : Beyond(rule, place, length);

    private static int Beyond(BorderRule rule, int place, int length)
    {
        switch (rule)
        {
            case BorderRule.Constant:
                return -1;
            case BorderRule.Nearest:
                return place < 0 ? 0 : length - 1;
            case BorderRule.Wrap:
                return (int)Modulo(place, length);
            case BorderRule.Reflect:
                long twice = 2L * length, at = Modulo(place, twice);
                return (int)(at < length ? at : twice - 1 - at);
            default:
                if (length == 1) return 0;
                long period = 2L * (length - 1), position = Modulo(place, period);
                return (int)(position < length ? position : period - position);
        }
    }

    private static long Modulo(long value, long divisor)
    {
        long rest = value % divisor;
        return rest < 0 ? rest + divisor : rest;
    }
}
