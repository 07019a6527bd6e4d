namespace DeepSharp;

/// <summary>What an optimizer has learned, as a whole: to be written to a file, or sent to another machine, and set again.</summary>
/// <remarks>Keras's files have the iteration first and then the <see cref="Slots"/> in this order.</remarks>
/// <param name="iteration">Calls of <c>Apply</c> so far, 0 or more, also of those that only accumulated gradients.</param>
/// <param name="slots">The learning rate, unless a schedule gives it, and what is kept for weights.</param>
/// <exception cref="ArgumentNullException">There is no list.</exception>
/// <example><code>
/// OptimizerState state = model.Optimizer!.GetState();
/// foreach (OptimizerSlot slot in state.Slots) Write($"{slot.Weight?.Path}/{slot.Name}", slot.Value);
/// </code></example>
public sealed class OptimizerState(long iteration, IReadOnlyList<OptimizerSlot> slots)
{
    /// <summary>Calls of <c>Apply</c> so far: Keras's <c>iteration</c>.</summary>
    public long Iteration => iteration;

    /// <summary>
    /// What is kept, in the order of Keras's files. First, without a weight, comes <c>learning_rate</c>, a single number, unless a
    /// schedule gives it.
    /// </summary>
    public IReadOnlyList<OptimizerSlot> Slots { get; } = slots ?? throw new ArgumentNullException(nameof(slots));
}
