namespace DeepSharp;

/// <summary>Gives the batches of passes over some data.</summary>
internal abstract class BatchReader : IDisposable
{
    /// <summary>Batches in a pass; null where that is not known.</summary>
    public abstract int? Count { get; }

    /// <summary>Starts a pass over the data from its beginning.</summary>
    public abstract void BeginPass();

    /// <summary>The next batch, valid until the next call; null at the end of the pass.</summary>
    public abstract StepBatch? Next();

    /// <inheritdoc/>
    public abstract void Dispose();
}
