namespace DeepSharp;

/// <summary>
/// Passes over a <see cref="BatchSequence"/>: the next batch is made by its own thread while the step with this one runs, where there
/// is a core for it. Allocates nothing a batch.
/// </summary>
internal sealed class SequencePass(BatchSequence batches, CancellationToken cancellation) : IDisposable
{
    private CancellationTokenSource? _ended;
    private BatchFeeder? _feeder;
    private Batch? _made;
    private int _passes;
    private int _count;
    private int _next;
    private bool _isAhead;

    /// <summary>Starts a pass from its first batch.</summary>
    /// <exception cref="ArgumentException">The number of batches is negative.</exception>
    public void Begin()
    {
        LetGo();
        _ended ??= CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (_feeder is null && DeepSharpRuntime.Threads > 1 && Environment.ProcessorCount > 1) _feeder = new BatchFeeder(Make);
        batches.Begin(_passes++);
        (_next, _count) = (0, CountOf(batches));
    }

    /// <summary>Leaves out a pass that would come now.</summary>
    public void SkipPass() => _passes++;

    /// <summary>Leaves the next batch out. False at the end of the pass.</summary>
    public bool Skip()
    {
        if (_next >= _count) return false;
        LetGo();
        _next++;
        return true;
    }

    /// <summary>The next batch; null where the sequence gave none.</summary>
    /// <returns>Whether there was one to come.</returns>
    public bool Next(out Batch? batch)
    {
        batch = null;
        if (_next >= _count) return false;
        if (_isAhead) _feeder!.Wait();
        else Make(_next);
        batch = _made;
        _isAhead = ++_next < _count && _feeder is not null;
        if (_isAhead) _feeder!.Start(_next);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended?.Cancel();
        _feeder?.Dispose();
        _ended?.Dispose();
    }

    /// <summary>The number of batches that a sequence says it has.</summary>
    /// <exception cref="ArgumentException">It is negative.</exception>
    public static int CountOf(BatchSequence batches) => batches.Count is >= 0 and var count ? count : throw new ArgumentException(
        $"{batches.GetType().Name}: expected a Count of 0 or more batches but got {batches.Count}.");

    private void Make(int index) => _made = batches.Make(index, _ended!.Token);

    // What it threw belongs to a batch that nobody wants any longer, and which need not be finished.
    private void LetGo()
    {
        if (!_isAhead) return;
        _ended!.Cancel();
        _feeder!.Forget();
        _isAhead = false;
        _ended.Dispose();
        _ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    }
}
