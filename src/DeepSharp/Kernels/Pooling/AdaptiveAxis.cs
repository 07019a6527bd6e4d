namespace DeepSharp.Kernels;

/// <summary>
/// An axis that is covered by as many windows as are asked for: window i goes from floor(i·input/output) to before
/// ceil((i + 1)·input/output), so that neighbours overlap in one value at most.
/// </summary>
internal readonly record struct AdaptiveAxis(int Input, int Output)
{
    /// <summary>The inputs of a window.</summary>
    public PoolRange Window(int output) =>
        new((int)((long)output * Input / Output), (int)(((output + 1L) * Input + Output - 1) / Output));

    /// <summary>The windows that an input is in.</summary>
    // Inputs and windows are to each other as windows and inputs.
    public PoolRange Windows(int input) => new AdaptiveAxis(Output, Input).Window(input);
}
