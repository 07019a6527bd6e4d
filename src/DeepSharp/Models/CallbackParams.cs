namespace DeepSharp;

/// <summary>What the run that a callback watches was asked for.</summary>
/// <param name="Epochs">The number of the last epoch; 1 for <c>Evaluate</c> and <c>Predict</c>.</param>
/// <param name="Steps">Batches of an epoch; null where that is not known when the run begins.</param>
/// <param name="Verbose">What is written to the console.</param>
public sealed record CallbackParams(int Epochs, int? Steps, Verbosity Verbose);
