using System.Collections;

namespace DeepSharp;

/// <summary>
/// Batches that are counted and made by their number: from files, a database or a generator. While a step runs on one, <c>Fit</c>,
/// <c>Evaluate</c> and <c>Predict</c> have the next one made on another thread. Keras's <c>PyDataset</c>.
/// </summary>
/// <remarks>
/// <para>It goes where batches go: <c>model.Fit(batches)</c>, <c>validationBatches</c>, <c>Evaluate</c>, <c>Predict</c>. Batches are made
/// one after the other in order, each once in a pass, by one thread at a time: what comes of it is the same for any number of threads. With
/// one thread (<see cref="DeepSharpRuntime.Threads"/>) they are made between the steps.</para>
/// <para>At most one batch is made ahead: what was handed out for batch i may be filled again for batch i + 2. Random numbers come from a
/// stream of the sequence's own.</para>
/// <para>What <see cref="Read"/> throws ends the run when its batch would come, after the steps before.</para>
/// </remarks>
/// <example><code>
/// sealed class Images(string[] files, int batchSize) : BatchSequence
/// {
///     public override int Count =&gt; (files.Length + batchSize - 1) / batchSize;
///
///     protected override Batch Read(int index, CancellationToken cancellationToken)
///     {
///         string[] some = files[(index * batchSize)..Math.Min(files.Length, (index + 1) * batchSize)];
///         return (ReadImages(some), ReadLabels(some));
///     }
/// }
///
/// model.Fit(new Images(files, 32), epochs: 3);
/// </code></example>
public abstract class BatchSequence : IEnumerable<Batch>
{
    /// <summary>Number of batches in a pass, 0 or more; asked for when a pass begins.</summary>
    public abstract int Count { get; }

    /// <summary>Enumerates a pass, without making batches ahead.</summary>
    public IEnumerator<Batch> GetEnumerator()
    {
        BeginPass(0);
        int count = Count;
        for (int i = 0; i < count; i++) yield return Read(i, CancellationToken.None);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Before the first batch of each pass, on the thread of the run: the place to shuffle.</summary>
    /// <param name="pass">From 0; in <c>Fit</c> that of the epoch, where an epoch is a pass.</param>
    protected virtual void BeginPass(int pass)
    {
    }

    /// <summary>Makes a batch.</summary>
    /// <param name="index">From 0 to below <see cref="Count"/>.</param>
    /// <param name="cancellationToken">
    /// Cancelled when nobody waits for the batch any longer: the run was cancelled or has ended. A batch that takes long looks at it and
    /// throws <see cref="OperationCanceledException"/>.
    /// </param>
    protected abstract Batch Read(int index, CancellationToken cancellationToken);

    internal void Begin(int pass) => BeginPass(pass);

    internal Batch Make(int index, CancellationToken cancellationToken) => Read(index, cancellationToken);
}
