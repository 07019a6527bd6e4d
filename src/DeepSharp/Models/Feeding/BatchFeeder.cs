using System.Runtime.ExceptionServices;

namespace DeepSharp;

/// <summary>
/// A thread that makes the next batch, by its number, while the step with this one runs. Allocates nothing a batch.
/// </summary>
internal sealed class BatchFeeder : IDisposable
{
    private const int Ended = -1;

    private readonly Action<int> _fill;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private int _index;
    private bool _isRunning;
    private ExceptionDispatchInfo? _failure;

    public BatchFeeder(Action<int> fill)
    {
        _fill = fill;
        new Thread(Loop) { IsBackground = true, Name = "DeepSharp batches" }.UnsafeStart();
    }

    /// <summary>Begins with a batch. <see cref="Wait"/> has to follow before the next one.</summary>
    public void Start(int index)
    {
        (_index, _isRunning) = (index, true);
        _wanted.Release();
    }

    /// <summary>Returns when the batch is there.</summary>
    public void Wait()
    {
        _done.Wait();
        _isRunning = false;
        _failure?.Throw();
    }

    /// <summary>Returns when the batch is there, or could not be made, which nobody asks for any longer.</summary>
    public void Forget()
    {
        _done.Wait();
        (_isRunning, _failure) = (false, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isRunning) _done.Wait();
        _isRunning = false;
        _index = Ended;
        _wanted.Release();
    }

    private void Loop()
    {
        while (true)
        {
            _wanted.Wait();
            if (_index == Ended) return;
            try
            {
                _fill(_index);
            }
            catch (Exception exception)
            {
                _failure = ExceptionDispatchInfo.Capture(exception);
            }

            _done.Release();
        }
    }
}
