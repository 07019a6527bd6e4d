using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace DeepSharp.Kernels;

/// <summary>
/// The library's own worker threads. <see cref="For{TBody}"/> splits a range over them and returns when all of it is
/// done; it allocates nothing.
/// </summary>
/// <remarks>
/// <para>One loop runs at a time. A loop started while another one runs, from inside a body or from a second user thread, runs on its own
/// thread alone: the cores are busy anyway, and nothing can wait for itself.</para>
/// <para>The range is cut into chunks of <c>grain</c> indices, whatever the number of threads. Each thread claims the chunks of its own
/// share of
/// the range first, always the same share: what it wrote in one loop it finds in its cache in the next. Then it helps the others. So a
/// thread that the system has taken off its core delays at most one chunk, and which thread computed what never shows in the result.</para>
/// <para>Idle workers spin for some tens of microseconds, the length of the serial parts between two kernels, and then block: a pool that
/// only spins ruins a machine whose cores are also wanted by others.</para>
/// </remarks>
internal static unsafe class WorkerPool
{
    private const int MaximumThreads = 1024;
    private const int LineInts = 16;

    private static readonly long s_spinTicks = Stopwatch.Frequency / 20_000;

    private static int s_threads = Math.Min(Environment.ProcessorCount, MaximumThreads);
    private static Worker[] s_workers = [];
    private static int s_busy;

    // The running job: written by its caller while s_open is false, read by workers that have entered while it is true.
    private static void* s_body;
    private static delegate*<void*, int, int, void> s_invoke;
    private static int s_count;
    private static int s_grain;
    private static int s_chunks;
    private static int s_seats;

    // The next chunk of each seat's share, a cache line apart. The caller has seat 0, worker i seat i + 1.
    private static int[] s_next = new int[LineInts];
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
    /// Runs <paramref name="body"/> over 0 to <paramref name="count"/> in chunks of <paramref name="grain"/> indices. A chunk should be
    /// some microseconds of work, the loop 20 or more; a loop of one chunk stays on the calling thread.
    /// </summary>
    public static void For<TBody>(int count, int grain, TBody body) where TBody : unmanaged, IRangeBody
    {
        if (count <= 0) return;
        int helpers = Math.Min(Threads, (count - 1) / grain + 1) - 1;
        if (helpers == 0 || Interlocked.CompareExchange(ref s_busy, 1, 0) != 0)
        {
            // The same chunks as with more threads: a body may rely on where a chunk starts.
            for (int start = 0; start < count; start += Math.Min(grain, count - start))
            {
                body.Invoke(start, start + Math.Min(grain, count - start));
            }

            return;
        }

        ExceptionDispatchInfo? failure;
        try
        {
            Worker[] workers = WorkersFor(helpers);
            s_body = &body;
            s_invoke = &Invoke<TBody>;
            (s_count, s_grain, s_failure) = (count, grain, null);
            (s_chunks, s_seats) = ((count - 1) / grain + 1, helpers + 1);
            for (int seat = 0; seat <= helpers; seat++) s_next[seat * LineInts] = ShareStart(seat);
            s_open = true;
            s_jobNumber++;
            Interlocked.MemoryBarrier(); // a worker going to sleep either sees the new job or is seen as asleep
            for (int i = 0; i < helpers; i++) workers[i].WakeIfAsleep();
            RunChunks(seat: 0);
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

    private static void Invoke<TBody>(void* body, int start, int end) where TBody : unmanaged, IRangeBody =>
        ((TBody*)body)->Invoke(start, end);

    private static int ShareStart(int seat) => (int)((long)s_chunks * seat / s_seats);

    private static void RunChunks(int seat)
    {
        try
        {
            RunShare(seat);
            for (int other = 0; other < s_seats; other++) RunShare(other);
        }
        catch (Exception exception)
        {
            s_failure = ExceptionDispatchInfo.Capture(exception);
        }
    }

    private static void RunShare(int seat)
    {
        ref int next = ref s_next[seat * LineInts];
        int end = ShareStart(seat + 1);
        while (Volatile.Read(ref next) < end)
        {
            int chunk = Interlocked.Increment(ref next) - 1;
            if (chunk >= end) return;
            long start = chunk * (long)s_grain;
            s_invoke(s_body, (int)start, (int)Math.Min(s_count, start + s_grain));
        }
    }

    // Called by the one thread that holds s_busy.
    private static Worker[] WorkersFor(int helpers)
    {
        int running = s_workers.Length;
        if (running < helpers)
        {
            // Published when all of them run: a thread that cannot be started leaves the pool as it was.
            Worker[] workers = s_workers;
            Array.Resize(ref workers, helpers);
            for (int i = running; i < helpers; i++) workers[i] = new Worker(i);
            (s_workers, s_next) = (workers, new int[(helpers + 1) * LineInts]);
        }

        return s_workers;
    }

    private sealed class Worker
    {
        private readonly SemaphoreSlim _wake = new(0);
        private readonly int _seat;
        private int _asleep;

        public Worker(int index)
        {
            _seat = index + 1;
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
                if (s_open && _seat < s_seats) RunChunks(_seat);
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
