namespace DeepSharp;

/// <summary>A term that a layer added to the loss while a tape recorded.</summary>
/// <param name="Owner">The layer.</param>
/// <param name="Value">Shape ().</param>
internal readonly record struct Penalty(object Owner, Tensor Value);
