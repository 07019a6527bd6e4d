namespace DeepSharp;

/// <summary>
/// Where the methods whose names end in Async do their work. Nothing here awaits: what follows on an <c>await</c> may need a thread of the
/// pool, of which there may be none.
/// </summary>
internal static class Background
{
    /// <summary>What fails before there is a task fails in a task, as in an async method.</summary>
    public static Task<T> Begin<T>(Func<Task<T>> begin)
    {
        try
        {
            return begin();
        }
        catch (Exception exception)
        {
            return Outcome<T>(() => throw exception);
        }
    }

    /// <summary>
    /// Works on its own thread: what takes minutes takes none of the few of the pool, and begins though all of those are busy.
    /// </summary>
    public static Task<T> OnOwnThread<T>(Func<T> work)
    {
        var source = new TaskCompletionSource<T>();
        new Thread(() => source.SetFromTask(Outcome(work))) { IsBackground = true, Name = "DeepSharp" }.Start();
        return source.Task;
    }

    /// <summary>
    /// Works on a thread of the pool, for what a server is asked for many times at once. Where none is free, who cancels it ends it: the
    /// task then fails with <see cref="OperationCanceledException"/>.
    /// </summary>
    public static Task<T> OnPool<T>(string method, Func<T> work, CancellationToken cancellation)
    {
        var source = new TaskCompletionSource<T>();
        int hasBegun = 0;
        CancellationTokenRegistration registration = cancellation.UnsafeRegister(
            _ =>
            {
                if (Interlocked.Exchange(ref hasBegun, 1) == 0) source.SetFromTask(Outcome<T>(() => throw Cancelled(method, cancellation)));
            },
            null);
        _ = Task.Run(
            () =>
            {
                if (Interlocked.Exchange(ref hasBegun, 1) != 0) return;
                registration.Dispose();
                source.SetFromTask(Outcome(work));
            },
            CancellationToken.None);
        return source.Task;
    }

    private static OperationCanceledException Cancelled(string method, CancellationToken cancellation) =>
        new($"{method}: it was cancelled before it began. The model is as it was.", cancellation);

    // A task that is over: a result, a failure, or cancelled by the exception of that kind, which is kept. It runs on the calling thread.
#pragma warning disable CS1998 // Nothing is awaited: async makes a task of whatever comes.
    private static async Task<T> Outcome<T>(Func<T> work) => work();
#pragma warning restore CS1998
}
