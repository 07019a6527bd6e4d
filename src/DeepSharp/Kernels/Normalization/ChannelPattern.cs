using System.Numerics;

namespace DeepSharp.Kernels;

/// <summary>
/// Rows of channels seen as fewer, wider rows. Where a row of channels is short or no multiple of a register, some rows side by side are
/// one: their values run through whole registers, and a value per channel is repeated as often.
/// </summary>
internal readonly unsafe struct ChannelPattern
{
    private const int WidestRegister = 16;

    // Wide enough that four registers are at work; narrow enough that several values a channel stay in the first-level cache.
    private const int Narrowest = 64;
    private const int Widest = 1024;

    public ChannelPattern(int channels)
    {
        // The least power of two that makes the width a multiple of the widest register.
        int copies = WidestRegister >> Math.Min(BitOperations.TrailingZeroCount(channels), BitOperations.Log2(WidestRegister));
        while (copies * channels < Narrowest) copies *= 2;
        Channels = channels;
        Copies = (long)copies * channels <= Widest ? copies : 1;
    }

    /// <summary>Values of a row.</summary>
    public int Channels { get; }

    /// <summary>Rows side by side.</summary>
    public int Copies { get; }

    /// <summary>Values of a wide row.</summary>
    public int Width => Copies * Channels;

    /// <summary>Repeats the first <see cref="Channels"/> values over the whole <see cref="Width"/>.</summary>
    public void Repeat(float* values)
    {
        for (int i = Channels; i < Width; i++) values[i] = values[i - Channels];
    }

    /// <summary>Adds the repetitions to the first <see cref="Channels"/> values, in order.</summary>
    public void Fold(float* values)
    {
        for (int start = Channels; start < Width; start += Channels)
        {
            for (int c = 0; c < Channels; c++) values[c] += values[start + c];
        }
    }
}
