namespace DeepSharp.Kernels;

/// <summary>
/// The taps along an axis that lie on the source for a target position: as many as Count, from First on, of those of a phase.
/// </summary>
internal readonly record struct TapRange(int Phase, int First, int Count)
{
    /// <summary>That of no position.</summary>
    public static TapRange None => new(-1, -1, 0);

    public static TapRange Of(in TapAxis axis, int target)
    {
        (int u, int phase) = Math.DivRem(target, axis.Phases);
        int first = -1, count = 0;
        for (int tap = 0; tap < axis.Taps; tap++)
        {
            if (!axis.TryOffset(phase, tap, out int offset)) continue;
            if ((uint)(u * axis.Step + offset) >= (uint)axis.Sources) continue;
            if (first < 0) first = tap;
            count++;
        }

        return new TapRange(phase, first, count);
    }
}
