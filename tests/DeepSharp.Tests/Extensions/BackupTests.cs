using DeepSharp.Callbacks;
using DeepSharp.Layers;
using SidePackage;

namespace DeepSharp.Tests.Extensions;

/// <summary>A training that was interrupted goes on where it stopped, and ends with the same bits.</summary>
public class BackupTests
{
    private static readonly Tensor s_x = Tensor.RandomNormal([40, 3], seed: 1), s_y = Tensor.RandomNormal([40, 1], seed: 2);

    [Theory]
    [InlineData(null, 13)]
    [InlineData(null, 20)]
    [InlineData(4, 7)]
    [InlineData(3, 8)]
    [InlineData(12, 23)]
    public void It_ends_as_it_would_have_without(int? stepsPerEpoch, int interruptedAfter)
    {
        Sequential whole = Make();
        Tensor[] first = whole.GetWeights();
        Fit(whole, stepsPerEpoch);

        using var folder = new TemporaryFolder();
        Sequential stopped = Make(), resumed = Make();
        stopped.SetWeights(first);
        Assert.Throws<OperationCanceledException>(
            () => Fit(stopped, stepsPerEpoch, new Backup(folder.Path, 1), new Crash(interruptedAfter)));
        History history = Fit(resumed, stepsPerEpoch, new Backup(folder.Path, 1));

        for (int i = 0; i < first.Length; i++)
        {
            TestData.AssertSameBits(whole.Weights[i].Value.ToArray(), resumed.Weights[i].Value.ToArray(), $"weight {i}");
        }

        Assert.Equal(2, history.Epochs[^1]);
    }

    [Fact]
    public void What_a_callback_adds_is_in_the_history_and_may_be_watched()
    {
        using var folder = new TemporaryFolder();
        var stopping = new EarlyStopping("saves", mode: "max", patience: 1);
        History history = Fit(Make(), null, new Backup(folder.Path, 4), stopping);
        Assert.Equal(["loss", "saves"], history.Names);
        Assert.Equal([2, 2], history["saves"]);
        Assert.Equal(1, stopping.StoppedEpoch);

        var early = Assert.Throws<ArgumentException>(
            () => Fit(Make(), null, new EarlyStopping("saves", mode: "max"), new Backup(folder.Path, 4)));
        Assert.Equal("EarlyStopping: no value named 'saves'. Available: loss.", early.Message);
    }

    [Fact]
    public void A_beginning_behind_the_data_is_refused()
    {
        IEnumerable<Batch> five = Enumerable.Range(0, 5).Select(_ => new Batch(s_x[..4], s_y[..4]));
        var refused = Assert.Throws<ArgumentException>(() => Make().Fit(five, epochs: 3, verbose: 0, callbacks: [new Begin(1, 7)]));
        Assert.Equal(
            "Fit: expected at least 7 batches before the one that a callback has the training begin with, number 7 of epoch 2, but the data " +
            "ended after 5. Go on with the data that it began with.", refused.Message);
    }

    [Fact]
    public void A_beginning_is_for_OnTrainBegin_alone()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Fit(Make(), null, new Late()));
        Assert.Equal("Late: expected BeginAt in OnTrainBegin, before the first epoch of Fit. Call it there.", refused.Message);
    }

    [Fact]
    public void A_beginning_may_lie_in_a_later_epoch()
    {
        Assert.Equal([2], Fit(Make(), null, new Begin(1, 10)).Epochs);
        Assert.Empty(Fit(Make(), null, new Begin(3, 0)).Epochs);
        Assert.Empty(Fit(Make(), null, new Begin(int.MaxValue, int.MaxValue)).Epochs);
        Assert.Empty(Fit(Make(), 3, new Begin(int.MaxValue, 0)).Epochs);
        History rest = Fit(Make(), null, new Begin(1, 8));
        Assert.Equal([1, 2], rest.Epochs);
    }

    private static History Fit(Model model, int? stepsPerEpoch, params Callback[] callbacks) =>
        model.Fit(s_x, s_y, batchSize: 4, epochs: 3, seed: 5, verbose: 0, stepsPerEpoch: stepsPerEpoch, callbacks: callbacks);

    private static Sequential Make()
    {
        var model = new Sequential(new Dense(4, activation: "tanh", inputShape: [3]), new Dense(1));
        model.Compile(new Adam(0.01), "mse");
        return model;
    }

    private sealed class Crash(int after) : Callback
    {
        private int _left = after;

        public override void OnTrainBatchEnd(int batch, Logs logs)
        {
            if (--_left == 0) throw new OperationCanceledException();
        }
    }

    private sealed class Begin(int epoch, int batch) : Callback
    {
        public override void OnTrainBegin() => BeginAt(epoch, batch);
    }

    private sealed class Late : Callback
    {
        public override void OnEpochBegin(int epoch) => BeginAt(1);
    }
}
