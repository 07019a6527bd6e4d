using DeepSharp.Kernels;

namespace DeepSharp.Tests.Kernels.Threading;

public unsafe class WorkerPoolTests
{
    private readonly struct Count(int* hits) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++) Interlocked.Increment(ref hits[i]);
        }
    }

    private readonly struct Nested(int* hits, int inner) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            for (int i = start; i < end; i++) WorkerPool.For(inner, 1, new Count(hits + i * inner));
        }
    }

    private readonly struct Fail(int at) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            if (start <= at && at < end) throw new InvalidOperationException("index " + at);
        }
    }

    // Both indices wait until both have started, so that each of two threads has one.
    private readonly struct Meet(int* arrived, int* threads) : IRangeBody
    {
        public void Invoke(int start, int end)
        {
            threads[start] = Environment.CurrentManagedThreadId;
            Interlocked.Increment(ref *arrived);
            SpinWait wait = default;
            while (Volatile.Read(ref *arrived) < 2) wait.SpinOnce();
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 3, 2)]
    [InlineData(1000, 7, 2)]
    [InlineData(1000, 7, 5)]
    [InlineData(64, 1000, 4)]
    [InlineData(0, 4, 3)]
    public void For_visits_every_index_once(int count, int grain, int threads)
    {
        int[] hits = new int[count];
        using var _ = new ThreadCount(threads);

        fixed (int* p = hits) WorkerPool.For(count, grain, new Count(p));

        Assert.All(hits, hit => Assert.Equal(1, hit));
    }

    [Fact]
    public void A_thread_gets_the_same_part_of_every_loop()
    {
        using var _ = new ThreadCount(2);
        int* threads = stackalloc int[2];
        int worker = 0;
        for (int i = 0; i < 100; i++)
        {
            int arrived = 0;
            WorkerPool.For(2, 1, new Meet(&arrived, threads));

            Assert.Equal(Environment.CurrentManagedThreadId, threads[0]);
            if (i == 0) worker = threads[1];
            Assert.Equal(worker, threads[1]);
        }
    }

    [Fact]
    public void Ten_thousand_loops_in_a_row_lose_nothing()
    {
        int[] hits = new int[64];
        using var _ = new ThreadCount(3);

        fixed (int* p = hits)
        {
            for (int i = 0; i < 10_000; i++) WorkerPool.For(64, 8, new Count(p));
        }

        Assert.All(hits, hit => Assert.Equal(10_000, hit));
    }

    [Fact]
    public void A_loop_inside_a_body_runs_on_its_own_thread()
    {
        int[] hits = new int[8 * 50];
        using var _ = new ThreadCount(4);

        fixed (int* p = hits) WorkerPool.For(8, 1, new Nested(p, 50));

        Assert.All(hits, hit => Assert.Equal(1, hit));
    }

    [Fact]
    public void Loops_of_several_user_threads_do_not_mix()
    {
        using var _ = new ThreadCount(2);
        int[][] hits = [.. Enumerable.Range(0, 4).Select(_ => new int[500])];
        Thread[] threads = [.. hits.Select(own => new Thread(() =>
        {
            fixed (int* p = own)
            {
                for (int i = 0; i < 200; i++) WorkerPool.For(500, 10, new Count(p));
            }
        }))];

        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();

        Assert.All(hits, own => Assert.All(own, hit => Assert.Equal(200, hit)));
    }

    [Fact]
    public void An_exception_in_a_body_reaches_the_caller_and_the_pool_goes_on()
    {
        using var _ = new ThreadCount(2);

        var exception = Assert.Throws<InvalidOperationException>(() => WorkerPool.For(100, 1, new Fail(57)));

        Assert.Equal("index 57", exception.Message);
        For_visits_every_index_once(100, 1, 2);
    }

    [Fact]
    public void A_loop_allocates_nothing()
    {
        using var _ = new ThreadCount(2);
        int[] hits = new int[64];
        fixed (int* p = hits)
        {
            WorkerPool.For(64, 1, new Count(p));
            int* pinned = p;
            AllocationAssert.Zero(() => WorkerPool.For(64, 1, new Count(pinned)));
        }
    }
}
