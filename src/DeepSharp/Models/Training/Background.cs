namespace DeepSharp;

/// <summary>Where the methods whose names end in Async do their work.</summary>
internal static class Background
{
    /// <summary>
    /// Works on a thread of its own: what takes minutes takes none of the few of the pool, and begins though all of those are busy.
    /// </summary>
    public static Task<T> OnOwnThread<T>(Func<T> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    /// <summary>
    /// Works on a thread of the pool, for what a server is asked for many times at once. Where none is free, who cancels it ends it.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled before it began; thrown by the task.</exception>
    public static async Task<T> OnPool<T>(string method, Func<T> work, CancellationToken cancellation)
    {
        int hasBegun = 0;
        var cancelled = new TaskCompletionSource();

        // By the thread that cancels, and so is what follows here: there may be no other.
        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(_ => cancelled.TrySetResult(), null);
        Task<T> running = Task.Run(() => Interlocked.Exchange(ref hasBegun, 1) == 0 ? work() : default!, CancellationToken.None);
        await Task.WhenAny(running, cancelled.Task).ConfigureAwait(false);
        if (running.IsCompleted || Interlocked.Exchange(ref hasBegun, 1) == 1) return await running.ConfigureAwait(false);
        throw new OperationCanceledException($"{method}: it was cancelled before it began. The model is as it was.", cancellation);
    }
}
