namespace DeepSharp;

/// <summary>How sequences are gone through, and which outputs are wanted.</summary>
/// <param name="ReturnsSequences">The output has a row for each step, not only for the last one.</param>
/// <param name="IsReversed">Sequences are taken from their end.</param>
/// <param name="ZeroesMasked">The output of a masked step is 0 instead of the output before.</param>
/// <param name="FlipsOutput">The outputs of the steps come in the reverse of the order in which steps are taken.</param>
internal readonly record struct SequenceForm(bool ReturnsSequences, bool IsReversed, bool ZeroesMasked, bool FlipsOutput = false)
{
    /// <summary>The same with the outputs turned around: at the place of their steps where sequences are taken from their end.</summary>
    public SequenceForm Flipped => this with { FlipsOutput = true };

    /// <summary>The place in the sequence of a step.</summary>
    public int Time(int step, int steps) => IsReversed ? steps - 1 - step : step;

    /// <summary>The place among the outputs of a step.</summary>
    public int Place(int step, int steps) => FlipsOutput ? steps - 1 - step : step;
}
