namespace DeepSharp;

/// <summary>What a layer that goes through sequences does at one step, by ops: one call of it, with all that the steps share.</summary>
internal interface IStepCell
{
    /// <summary>Takes a step.</summary>
    /// <param name="time">The place in the sequence.</param>
    /// <param name="states">The states before; replaced by the new ones.</param>
    /// <returns>The output, (batch, ...); it may be one of the new states.</returns>
    Tensor Step(int time, Span<Tensor> states);
}
