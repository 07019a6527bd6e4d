namespace DeepSharp.Tests.Models;

/// <summary>A pool without a free thread. It is the process's, whose tests run one after the other.</summary>
internal static class StarvedPool
{
    /// <summary>Does something on a thread of its own, while no thread of the pool is free.</summary>
    public static void Run(Action action)
    {
        ThreadPool.GetMinThreads(out int least, out int leastPorts);
        ThreadPool.GetMaxThreads(out int most, out int mostPorts);

        // Those that wait wake up after this method has returned, so that it is not disposed of.
        var mayGoOn = new ManualResetEventSlim();
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Fill(mayGoOn);
                action();
            }
            catch (Exception error)
            {
                failure = error;
            }
        });
        try
        {
            int few = Environment.ProcessorCount;
            Assert.True(ThreadPool.SetMinThreads(1, 1) && ThreadPool.SetMaxThreads(few, mostPorts));
            thread.Start();
            thread.Join();
        }
        finally
        {
            mayGoOn.Set();
            ThreadPool.SetMaxThreads(most, mostPorts);
            ThreadPool.SetMinThreads(least, leastPorts);
        }

        if (failure is not null) throw new InvalidOperationException("Without a free thread: " + failure.Message, failure);
    }

    private static void Fill(ManualResetEventSlim mayGoOn)
    {
        // As many wait as there are threads, and some more, so that a thread that another test leaves is taken at once.
        for (int i = 0; i < 4 * Environment.ProcessorCount; i++) ThreadPool.UnsafeQueueUserWorkItem(_ => mayGoOn.Wait(), null);
        var last = new ManualResetEventSlim();
        ThreadPool.UnsafeQueueUserWorkItem(_ => last.Set(), null);
        Assert.False(last.Wait(TimeSpan.FromMilliseconds(200)), "The pool has a free thread.");
    }
}
