namespace DeepSharp;

/// <summary>What an optimizer has learned, as a whole: to be written to a file, or sent to another machine, and set again.</summary>
/// <remarks>
/// Keras's files have the variables in this order: iteration, learning rate (not where a schedule gives it), then the <see cref="Slots"/>.
/// </remarks>
/// <param name="iteration">Calls of <c>Apply</c> so far, 0 or more, also of those that only accumulated gradients.</param>
/// <param name="learningRate">Null where a schedule gives it.</param>
/// <param name="slots">What is kept, of all weights.</param>
/// <exception cref="ArgumentNullException">There is no list.</exception>
/// <example><code>
/// OptimizerState state = model.Optimizer!.GetState();
/// foreach (OptimizerSlot slot in state.Slots) Write($"{slot.Weight?.Path}/{slot.Name}", slot.Value);
/// </code></example>
public sealed class OptimizerState(long iteration, double? learningRate, IReadOnlyList<OptimizerSlot> slots)
{
    /// <summary>Calls of <c>Apply</c> so far: Keras's <c>iteration</c>.</summary>
    public long Iteration => iteration;

    /// <summary>The learning rate; null where a schedule gives it.</summary>
    public double? LearningRate => learningRate;

    /// <summary>What is kept, in the order of Keras's files.</summary>
    public IReadOnlyList<OptimizerSlot> Slots { get; } = slots ?? throw new ArgumentNullException(nameof(slots));
}
