using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace DeepSharp.Kernels;

/// <summary>
/// The library's own worker threads. <see cref="For{TBody}"/> splits a range over them and returns when all of it is done; it allocates nothing.
/// </summary>
/// <remarks>
/// <para>One loop runs at a time. A loop started while another one runs, from inside a body or from a second user thread, runs on its own
/// thread alone: the cores are busy anyway, and nothing can wait for itself.</para>
/// <para>The range is cut into chunks of <c>grain</c> indices, whatever the number of threads. Each starts with a share of its own, always
/// the same part of the range: what one kernel leaves in the cache of a core, the next one finds there. Then it takes over chunks that
/// are left in the shares of others, so that a thread that the system has taken off its core delays at most one chunk. Which thread
/// computed what never shows in the result.</para>
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
    private static int s_shareCount;
    private static Share[] s_shares = new Share[1];
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
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaximumThreads);
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
            DealShares(helpers + 1, (count - 1) / grain + 1);
            s_open = true;
            s_jobNumber++;
            Interlocked.MemoryBarrier(); // a worker going to sleep either sees the new job or is seen as asleep
            for (int i = 0; i < helpers; i++) workers[i].WakeIfAsleep();
            RunChunks(0);
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

    // All of it is published with s_open. Shares that are larger than others come first: the caller starts before the workers do.
    private static void DealShares(int shares, int chunks)
    {
        int next = 0;
        for (int i = 0; i < shares; i++)
        {
            s_shares[i].NextChunk = next;
            s_shares[i].End = next += (chunks - next - 1) / (shares - i) + 1;
        }

        s_shareCount = shares;
    }

    private static void RunChunks(int ownShare)
    {
        try
        {
            (int count, int grain, int shareCount) = (s_count, s_grain, s_shareCount);
            for (int i = 0; i < shareCount; i++)
            {
                ref Share share = ref s_shares[(ownShare + i) % shareCount];
                while (Volatile.Read(ref share.NextChunk) < share.End)
                {
                    int chunk = Interlocked.Increment(ref share.NextChunk) - 1;
                    if (chunk >= share.End) break;
                    int start = chunk * grain;
                    s_invoke(s_body, start, start + Math.Min(grain, count - start));
                }
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
            s_shares = new Share[helpers + 1];
            for (int i = running; i < helpers; i++) s_workers[i] = new Worker(i);
        }

        return s_workers;
    }

    /// <summary>The chunks of a thread that nobody has claimed. Alone in its cache lines: a claim must not slow other threads down.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Share
    {
        public int NextChunk;
        public int End;
    }

    private sealed class Worker
    {
        private readonly int _share;
        private readonly SemaphoreSlim _wake = new(0);
        private int _asleep;

        public Worker(int index)
        {
            _share = index + 1;
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
                if (s_open && _share < s_shareCount) RunChunks(_share);
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
