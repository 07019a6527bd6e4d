using DeepSharp.Layers;
using SidePackage;

namespace DeepSharp.Tests.Models;

public class BatchSequenceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void It_trains_as_the_same_batches_in_a_list_do(int count)
    {
        using var threads = new ThreadCount(count);
        Sequential counted = Make(), listed = Make();
        listed.SetWeights(counted.GetWeights());
        var batches = new Counted(7);
        History a = counted.Fit(batches, epochs: 3, validationBatches: new Counted(2), verbose: 0);
        History b = listed.Fit(new Counted(7).ToList(), epochs: 3, validationBatches: new Counted(2).ToList(), verbose: 0);

        for (int i = 0; i < 2; i++) TestData.AssertSameBits(listed.Weights[i].Value.ToArray(), counted.Weights[i].Value.ToArray(), $"{i}");
        Assert.Equal(b["val_loss"], a["val_loss"]);
        Assert.Equal([7, 7, 7], a.Steps);
        Assert.Equal([0, 1, 2], batches.Passes);
        Assert.Equal(listed.Evaluate(new Counted(3).ToList(), verbose: 0).Loss, counted.Evaluate(new Counted(3), verbose: 0).Loss);
        Assert.Equal(12, counted.Predict(new Counted(3)).Shape[0]);
    }

    [Fact]
    public void The_next_batch_is_made_on_another_thread()
    {
        if (Environment.ProcessorCount == 1) return;
        using var threads = new ThreadCount(2);
        var ramps = new Ramps(3);
        Make().Fit(ramps, verbose: 0);
        Assert.NotEqual(Environment.CurrentManagedThreadId, ramps.Thread);
        using var one = new ThreadCount(1);
        Make().Fit(ramps, verbose: 0);
        Assert.Equal(Environment.CurrentManagedThreadId, ramps.Thread);
    }

    [Fact]
    public void Arrays_may_be_filled_again_for_the_batch_after_the_next()
    {
        Sequential again = Make(), second = Make();
        second.SetWeights(again.GetWeights());
        using var threads = new ThreadCount(2);
        float[] before = again.Weights[0].Value.ToArray();
        again.Fit(new Ramps(9), epochs: 2, verbose: 0);
        Assert.NotEqual(before, again.Weights[0].Value.ToArray());
        second.Fit(Enumerable.Range(0, 2).SelectMany(_ => Enumerable.Range(0, 9).Select(i => new Ramps(9).ElementAt(i))), epochs: 1, verbose: 0);
        TestData.AssertSameBits(second.Weights[0].Value.ToArray(), again.Weights[0].Value.ToArray(), "kernel");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_it_throws_comes_after_the_steps_before(int count)
    {
        using var threads = new ThreadCount(count);
        Sequential model = Make();
        var failure = Assert.Throws<TimeoutException>(() => model.Fit(new Counted(5, failing: 3), verbose: 0));
        Assert.Equal("batch 3", failure.Message);
        Assert.Equal(3, model.Optimizer!.Iterations);
        Assert.Equal("batch 0", Assert.Throws<TimeoutException>(() => model.Evaluate(new Counted(5, failing: 0), verbose: 0)).Message);

        // Nobody asks for what comes after.
        Assert.Equal(3, model.Fit(new Counted(5, failing: 3), stepsPerEpoch: 3, verbose: 0).Steps[0]);
    }

    [Fact]
    public void None_or_less_than_none_is_refused()
    {
        Assert.Equal("Fit: expected at least one batch but got none.",
            Assert.Throws<ArgumentException>(() => Make().Fit(new Counted(0), verbose: 0)).Message);
        Assert.Throws<ArgumentException>(() => Make().Fit(new Counted(2), validationBatches: new Counted(0), verbose: 0));
        Assert.Equal("Counted: expected a Count of 0 or more batches but got -1.",
            Assert.Throws<ArgumentException>(() => Make().Fit(new Counted(-1), verbose: 0)).Message);
    }

    [Fact]
    public async Task A_batch_that_takes_long_learns_that_the_run_was_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var slow = new Slow(stop);
        Sequential model = Make();
        Task run = Assert.ThrowsAsync<OperationCanceledException>(() => model.FitAsync(slow, epochs: 2, cancellationToken: stop.Token));
        await run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(slow.WasTold);
        Assert.Equal(1, model.Optimizer!.Iterations);
    }

    [Fact]
    public void A_batch_that_nobody_waits_for_learns_it_too()
    {
        if (Environment.ProcessorCount == 1) return;
        using var threads = new ThreadCount(2);
        using var never = new CancellationTokenSource();
        var slow = new Slow(never);
        Make().Fit(slow, stepsPerEpoch: 1, verbose: 0);
        Assert.True(slow.WasTold);
    }

    [Fact]
    public void A_steady_step_allocates_nothing()
    {
        using var threads = new ThreadCount(2);
        Sequential model = Make();
        using var stream = new BatchStream(model, "Fit", new Ramps(100), null);
        stream.BeginPass();
        AllocationAssert.Zero(() =>
        {
            if (stream.Next() is null) stream.BeginPass();
        });
    }

    private static Sequential Make()
    {
        var model = new Sequential(new Dense(1, inputShape: [3], kernelInitializer: Initializer.GlorotUniform(1)));
        model.Compile(new SGD(0.01), "mse");
        return model;
    }

    // Each validation ends after its first batch, while the second one is made.
    [Fact]
    public void What_a_batch_throws_that_no_step_asks_for_ends_nothing()
    {
        using var threads = new ThreadCount(2);
        History history = Make().Fit(
            new Counted(2), epochs: 3, validationBatches: new Counted(2, failing: 1), validationSteps: 1, verbose: 0);
        Assert.Equal(3, history["val_loss"].Count);
    }

    private sealed class Counted(int count, int failing = -1) : BatchSequence
    {
        public override int Count => count;

        public List<int> Passes { get; } = [];

        protected override void BeginPass(int pass) => Passes.Add(pass);

        protected override Batch Read(int index, CancellationToken cancellationToken) => index == failing
            ? throw new TimeoutException($"batch {index}")
            : (Tensor.RandomNormal([4, 3], seed: index), Tensor.RandomNormal([4, 1], seed: 100 + index));
    }

    // Its second batch takes until somebody says that nobody wants it.
    private sealed class Slow(CancellationTokenSource stop) : BatchSequence
    {
        public override int Count => 5;

        public bool WasTold { get; private set; }

        protected override Batch Read(int index, CancellationToken cancellationToken)
        {
            if (index == 0) return (Tensor.Ones([4, 3]), Tensor.Ones([4, 1]));
            stop.CancelAfter(100);
            WasTold = cancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(20));
            cancellationToken.ThrowIfCancellationRequested();
            return (Tensor.Ones([4, 3]), Tensor.Ones([4, 1]));
        }
    }
}
