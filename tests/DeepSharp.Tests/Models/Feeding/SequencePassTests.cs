namespace DeepSharp.Tests.Models.Feeding;

public class SequencePassTests
{
    // A batch that is made ahead and that a new pass no longer wants is told so; nobody waits for it to be finished.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_batch_that_nobody_wants_is_cancelled(bool beginsAnew)
    {
        using var threads = new ThreadCount(2);
        var batches = new Slow();
        using var pass = new SequencePass(batches, CancellationToken.None);
        pass.Begin();
        Assert.True(pass.Next(out Batch? first));
        Assert.NotNull(first);
        if (beginsAnew) pass.Begin();
        else Assert.True(pass.Skip());
        if (Environment.ProcessorCount > 1) Assert.True(batches.Started.IsSet && batches.WasCancelled);

        // The next one is read with a token that is not.
        batches.Waits = false;
        Assert.True(pass.Next(out Batch? next));
        Assert.NotNull(next);
    }

    private sealed class Slow : BatchSequence
    {
        public override int Count => 3;

        public bool Waits { get; set; } = true;

        public bool WasCancelled { get; private set; }

        public ManualResetEventSlim Started { get; } = new();

        protected override Batch Read(int index, CancellationToken cancellationToken)
        {
            if (index == 1 && Waits)
            {
                Started.Set();
                WasCancelled = cancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            }

            cancellationToken.ThrowIfCancellationRequested();
            return new Batch(Tensor.Ones([1, 1]), Tensor.Ones([1, 1]));
        }
    }
}
