namespace DeepSharp;

/// <summary>
/// How far <c>FitAsync</c> has come: sent after each batch, and once more after each epoch with the values of the validation.
/// </summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Epochs">The number of epochs asked for.</param>
/// <param name="Batch">Batches done in the epoch.</param>
/// <param name="Batches">Batches of an epoch; null while that is not known.</param>
/// <param name="IsEpochEnd">Whether the epoch is over.</param>
/// <param name="Logs">Means over the epoch so far.</param>
public sealed record FitProgress(int Epoch, int Epochs, int Batch, int? Batches, bool IsEpochEnd, IReadOnlyDictionary<string, double> Logs);
