namespace DeepSharp;

/// <summary>A term that a layer adds to the loss of a step.</summary>
/// <param name="Owner">The layer.</param>
/// <param name="Value">Shape ().</param>
internal readonly record struct Penalty(object Owner, Tensor Value);
