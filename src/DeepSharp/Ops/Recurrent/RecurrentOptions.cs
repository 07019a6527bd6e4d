namespace DeepSharp;

/// <summary>What a recurrence is given and what it gives.</summary>
/// <param name="HasBias">A bias follows the two kernels.</param>
/// <param name="HasInitialStates">The states before the first step follow; else they are zeros.</param>
/// <param name="HasMask">A mask (batch, steps) comes last: 0 where a step is left out.</param>
/// <param name="ReturnsSequences">The output has a row for each step, not only for the last one.</param>
/// <param name="ReturnsStates">The output is one row of values: the output proper, then the last states.</param>
/// <param name="IsReversed">The sequence is taken from its end.</param>
/// <param name="ZeroesMasked">The output of a masked step is 0 instead of the output before.</param>
/// <param name="FlipsOutput">The outputs of the steps come in the reverse of the order in which steps are taken.</param>
internal readonly record struct RecurrentOptions(
    bool HasBias, bool HasInitialStates, bool HasMask, bool ReturnsSequences, bool ReturnsStates, bool IsReversed, bool ZeroesMasked,
    bool FlipsOutput = false);
