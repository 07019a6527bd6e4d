namespace DeepSharp;

/// <summary>One batch of a source that makes its data as it goes, for <c>Fit(IEnumerable&lt;Batch&gt;)</c>.</summary>
/// <param name="X">The inputs, samples first.</param>
/// <param name="Y">The targets, as many; null where the model's losses need none.</param>
/// <param name="SampleWeight">Weights of the samples, one group for all outputs or one for each; null for 1.</param>
/// <example><code>
/// static IEnumerable&lt;Batch&gt; Batches()
/// {
///     foreach (string file in Directory.EnumerateFiles("images")) yield return (ReadImages(file), ReadLabels(file));
/// }
/// </code></example>
public sealed record Batch(DataGroup X, DataGroup? Y = null, DataGroup? SampleWeight = null)
{
    /// <summary>Inputs and targets, each in any form that data has.</summary>
    public static implicit operator Batch((DataGroup X, DataGroup Y) batch) => new(batch.X, batch.Y);

    /// <summary>Inputs, targets and weights of the samples, each in any form that data has.</summary>
    public static implicit operator Batch((DataGroup X, DataGroup Y, DataGroup SampleWeight) batch) =>
        new(batch.X, batch.Y, batch.SampleWeight);
}
