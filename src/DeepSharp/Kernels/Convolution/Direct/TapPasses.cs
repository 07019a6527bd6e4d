namespace DeepSharp.Kernels;

/// <summary>Taps of one kernel row that exist for the same range of target positions: one sweep of tiles sums them all.</summary>
internal struct TapPass
{
    public int Phase;

    /// <summary>First u of the range (see <see cref="TapAxis"/>).</summary>
    public int Lo;

    public int Hi;

    /// <summary>First of its runs in <see cref="TapPasses.Runs"/>.</summary>
    public int FirstRun;

    public int RunCount;

    /// <summary>Taps a run: neighbours that are neighbours in the source and in the kernel too.</summary>
    public int RunLength;
}

/// <summary>One run of taps: the first one, and where it reads for u = 0.</summary>
internal struct TapRun
{
    public int Tap;
    public int Offset;
}

/// <summary>
/// The passes of the horizontal axis. Without padding there is one; with padding, or for the gradient of the input, a tap at the border
/// of the kernel covers fewer positions than one in the middle, and clipping its sweep saves multiplying zeros.
/// </summary>
internal unsafe struct TapPasses
{
    public TapPass* Passes;
    public TapRun* Runs;
    public int Count;

    /// <summary>The first pass reaches every target position: it overwrites, nothing needs to be cleared.</summary>
    public bool FirstCoversAll;

    /// <summary>Floats of scratch memory for <see cref="Build"/>.</summary>
    public static long ScratchLength(int taps) => (long)taps * (sizeof(TapPass) + sizeof(TapRun)) / sizeof(float);

    public static TapPasses Build(in TapAxis axis, bool mergeNeighbours, float* scratch)
    {
        float* afterPasses = scratch + (nint)axis.Taps * sizeof(TapPass) / sizeof(float);
        var result = new TapPasses { Passes = (TapPass*)scratch, Runs = (TapRun*)afterPasses };
        int runs = 0;
        for (int phase = 0; phase < axis.Phases; phase++)
        {
            int first = result.Count;
            for (int tap = 0; tap < axis.Taps; tap++)
            {
                if (!axis.TryOffset(phase, tap, out int offset)) continue;
                (int lo, int hi) = axis.Range(phase, offset);
                if (lo >= hi) continue;
                if (result.Count == first || result.Passes[result.Count - 1].Lo != lo || result.Passes[result.Count - 1].Hi != hi)
                {
                    result.Passes[result.Count++] = new TapPass { Phase = phase, Lo = lo, Hi = hi, FirstRun = runs, RunLength = 1 };
                }

                result.Passes[result.Count - 1].RunCount++;
                result.Runs[runs++] = new TapRun { Tap = tap, Offset = offset };
            }
        }

        if (mergeNeighbours) result.Merge();
        result.PutCoveringPassFirst(axis);
        return result;
    }

    private readonly void Merge()
    {
        for (int i = 0; i < Count; i++)
        {
            ref TapPass pass = ref Passes[i];
            TapRun* run = Runs + pass.FirstRun;
            bool neighbours = true;
            for (int r = 1; r < pass.RunCount; r++) neighbours &= run[r].Tap == run[0].Tap + r && run[r].Offset == run[0].Offset + r;
            if (neighbours) (pass.RunCount, pass.RunLength) = (1, pass.RunCount);
        }
    }

    private void PutCoveringPassFirst(in TapAxis axis)
    {
        if (axis.Phases > 1) return;
        for (int i = 0; i < Count; i++)
        {
            if (Passes[i].Lo > 0 || Passes[i].Hi < axis.Targets) continue;
            (Passes[0], Passes[i]) = (Passes[i], Passes[0]);
            FirstCoversAll = true;
            return;
        }
    }
}
