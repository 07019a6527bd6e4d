namespace DeepSharp;

/// <summary>Something that an optimizer keeps from step to step, in an <see cref="OptimizerState"/>.</summary>
/// <param name="Weight">The weight that it is kept for; null for what belongs to none.</param>
/// <param name="Name">Keras's name, such as <c>momentum</c> or <c>velocity</c>.</param>
/// <param name="Value">The values: mostly one for each of the weight's.</param>
public sealed record OptimizerSlot(Variable? Weight, string Name, Tensor Value);
