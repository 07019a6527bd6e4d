using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace DeepSharp.Kernels;

/// <summary>
/// The library's own worker threads. <see cref="For{TBody}"/> splits a range over them and returns when all of it is done; it allocates nothing.
/// </summary>
/// <remarks>
/// <para>One loop runs at a time. A loop started while another one runs, from inside a body or from a second user thread, runs on its own
/// thread alone: the cores are busy anyway, and nothing can wait for itself.</para>
/// <para>The range is cut into chunks of <c>grain</c> indices, whatever the number of threads, and threads claim chunks until none is left. So a
/// thread that the system has taken off its core delays at most one chunk, and which thread computed what never shows in the result.</para>
/// <para>Idle workers spin for some tens of microseconds, the length of the serial parts between two kernels, and then block: a pool that
/// only spins ruins a machine whose cores are also wanted by others.</para>
/// </remarks>
internal static unsafe class WorkerPool
{
    private const int MaximumThreads = 1024;

    private static readonly long s_spinTicks = Stopwatch.Frequency / 20_000;

    private static int s_threads = Environment.ProcessorCount;
    private static Worker[] s_workers = [];
    private static int s_busy;

    // The running job: written by its caller while s_open is false, read by workers that have entered while it is true.
    private static void* s_body;
    private static delegate*<void*, int, int, void> s_invoke;
    private static int s_count;
    private static int s_grain;
    private static int s_nextChunk;
    private static int s_seats;
    private static ExceptionDispatchInfo? s_failure;

    private static int s_inside;
    private static volatile int s_jobNumber;
    private static volatile bool s_open;

    /// <summary>Threads that compute, the caller included: 1 to 1024, at first one for each processor.</summary>
    public static int Threads
    {
        get => Volatile.Read(ref s_threads);
        set
        {
            if (value is < 1 or > MaximumThreads)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(value), $"DeepSharpRuntime: expected 1 to {MaximumThreads} threads but got {value}.");
            }

            Volatile.Write(ref s_threads, value);
        }
    }

    /// <summary>
    /// Runs <paramref name="body"/> over 0 to <paramref name="count"/> in chunks of <paramref name="grain"/> indices. A chunk should be some
    /// microseconds of work, the loop 20 or more; a loop of one chunk stays on the calling thread.
    /// </summary>
    public static void For<TBody>(int count, int grain, TBody body) where TBody : unmanaged, IRangeBody
    {
        if (count <= 0) return;
        int helpers = Math.Min(Threads, (count - 1) / grain + 1) - 1;
        if (helpers == 0 || Interlocked.CompareExchange(ref s_busy, 1, 0) != 0)
        {
            // The same chunks as with more threads: a body may rely on where a chunk starts.
            for (int start = 0; start < count; start += Math.Min(grain, count - start)) body.Invoke(start, start + Math.Min(grain, count - start));
            return;
        }

        ExceptionDispatchInfo? failure;
        try
        {
            Worker[] workers = WorkersFor(helpers);
            s_body = &body;
            s_invoke = &Invoke<TBody>;
            (s_count, s_grain, s_failure) = (count, grain, null);
            Volatile.Write(ref s_nextChunk, 0);
            Volatile.Write(ref s_seats, helpers);
            s_open = true;
            s_jobNumber++;
            Interlocked.MemoryBarrier(); // a worker going to sleep either sees the new job or is seen as asleep
            for (int i = 0; i < helpers; i++) workers[i].WakeIfAsleep();
            RunChunks();
        }
        finally
        {
            // The body lives on this stack: no worker may be inside once this method returns.
            s_open = false;
            Interlocked.MemoryBarrier();
            var wait = default(SpinWait);
            while (Volatile.Read(ref s_inside) != 0) wait.SpinOnce(sleep1Threshold: -1);
            failure = s_failure;
            Volatile.Write(ref s_busy, 0);
        }

        failure?.Throw();
    }

    private static void Invoke<TBody>(void* body, int start, int end) where TBody : unmanaged, IRangeBody => ((TBody*)body)->Invoke(start, end);

    private static void RunChunks()
    {
        try
        {
            while (true)
            {
                long start = (Interlocked.Increment(ref s_nextChunk) - 1) * (long)s_grain;
                if (start >= s_count) return;
                s_invoke(s_body, (int)start, (int)Math.Min(s_count, start + s_grain));
            }
        }
        catch (Exception exception)
        {
            s_failure = ExceptionDispatchInfo.Capture(exception);
        }
    }

    // Called by the one thread that holds s_busy.
    private static Worker[] WorkersFor(int helpers)
    {
        int running = s_workers.Length;
        if (running < helpers)
        {
            Array.Resize(ref s_workers, helpers);
            for (int i = running; i < helpers; i++) s_workers[i] = new Worker(i);
        }

        return s_workers;
    }

    private sealed class Worker
    {
        private readonly SemaphoreSlim _wake = new(0);
        private int _asleep;

        public Worker(int index)
        {
            var thread = new Thread(Loop) { IsBackground = true, Name = $"DeepSharp worker {index + 1}" };
            thread.UnsafeStart();
        }

        public void WakeIfAsleep()
        {
            if (Interlocked.Exchange(ref _asleep, 0) == 1) _wake.Release();
        }

        private void Loop()
        {
            int seen = 0;
            while (true)
            {
                seen = WaitForJob(seen);
                Interlocked.Increment(ref s_inside); // from here on the caller waits for this thread
                if (s_open && Interlocked.Decrement(ref s_seats) >= 0) RunChunks();
                Interlocked.Decrement(ref s_inside);
            }
        }

        private int WaitForJob(int seen)
        {
            while (true)
            {
                long deadline = Stopwatch.GetTimestamp() + s_spinTicks;
                do
                {
                    if (s_jobNumber != seen) return s_jobNumber;
                    Thread.SpinWait(8);
                }
                while (Stopwatch.GetTimestamp() < deadline);

                Volatile.Write(ref _asleep, 1);
                Interlocked.MemoryBarrier();
                // Either nobody published a job in between, or this thread takes its sleep back, or the caller has already released it.
                if (s_jobNumber == seen || Interlocked.Exchange(ref _asleep, 0) == 0) _wake.Wait();
            }
        }
    }
}
