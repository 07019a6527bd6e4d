namespace DeepSharp;

/// <summary>Looks through all targets for one that makes no sense, a piece at a time.</summary>
internal static class TargetScan
{
    private const int ValuesOfPiece = 4096;

    /// <summary>The place of the first value that makes no sense; -1 if there is none.</summary>
    public delegate int Finder(ReadOnlySpan<float> values);

    /// <summary>The sample and the value that the finder finds first; null if there is none.</summary>
    public static (int Sample, float Value)? First(DataArray targets, Finder find)
    {
        if (targets.SampleSize == 0) return null;
        int samples = Math.Clamp(ValuesOfPiece / targets.SampleSize, 1, Math.Max(1, targets.Count));
        float[] piece = new float[samples * targets.SampleSize];
        for (int start = 0; start < targets.Count; start += samples)
        {
            int count = Math.Min(samples, targets.Count - start);
            Span<float> values = piece.AsSpan(0, count * targets.SampleSize);
            targets.CopyRange(start, count, values);
            int found = find(values);
            if (found >= 0) return (start + found / targets.SampleSize, values[found]);
        }

        return null;
    }
}
