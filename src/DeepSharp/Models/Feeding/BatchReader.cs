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

    /// <summary>Leaves a pass out that would have come now: those that follow are as after it.</summary>
    public virtual void SkipPass()
    {
    }

    /// <summary>Leaves the next batch out, without making it where that is possible. False at the end of the pass.</summary>
    public virtual bool Skip() => Next() is not null;

    /// <inheritdoc/>
    public abstract void Dispose();
}
