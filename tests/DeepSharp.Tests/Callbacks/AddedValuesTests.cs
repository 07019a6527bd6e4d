using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Callbacks;

public class AddedValuesTests
{
    private static readonly Tensor s_x = Tensor.Ones([4, 2]), s_y = Tensor.Ones([4, 1]);

    [Fact]
    public async Task What_is_added_after_a_batch_is_reported_with_it_and_seen_by_later_callbacks()
    {
        var seen = new List<double>();
        var progress = new Kept();
        Callback[] callbacks =
        [
            new LambdaCallback(onTrainBatchEnd: (batch, logs) => logs["mine"] = 10 + batch),
            new LambdaCallback(onTrainBatchEnd: (_, logs) => seen.Add(logs["mine"])),
        ];
        await Make().FitAsync(
            s_x, s_y, batchSize: 2, callbacks: callbacks, progress: progress, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([10, 11], seen);
        Assert.Equal([10, 11], progress.Reports.Where(report => !report.IsEpochEnd).Select(report => report.Logs["mine"]));
        Assert.DoesNotContain("mine", progress.Reports[^1].Logs.Keys);
    }

    [Fact]
    public void What_is_added_after_an_epoch_may_be_watched_and_is_in_the_history()
    {
        var stopping = new EarlyStopping("mine", mode: "min");
        History history = Make().Fit(
            s_x, s_y, epochs: 5, verbose: 0,
            callbacks: [new LambdaCallback(onEpochEnd: (epoch, logs) => logs["mine"] = epoch, valueNames: ["mine"]), stopping]);
        Assert.Equal([0, 1], history["mine"]);
    }

    [Fact]
    public void What_is_added_after_an_evaluation_is_in_its_result_and_in_the_validation()
    {
        Sequential model = Make();
        var adding = new LambdaCallback(onTestEnd: logs => logs["mine"] = 7);
        Assert.Equal(7, model.Evaluate(s_x, s_y, verbose: 0, callbacks: [adding])["mine"]);
        Assert.Equal([7], model.Fit(s_x, s_y, validationData: (s_x, s_y), verbose: 0, callbacks: [adding])["val_mine"]);
    }

    [Fact]
    public void A_name_has_letters() => Assert.Throws<ArgumentException>(
        () => Make().Fit(s_x, s_y, verbose: 0, callbacks: [new LambdaCallback(onEpochEnd: (_, logs) => logs[""] = 1)]));

    private static Sequential Make()
    {
        var model = new Sequential(new Dense(1, inputShape: [2]));
        model.Compile("sgd", "mse");
        return model;
    }

    private sealed class Kept : IProgress<FitProgress>
    {
        public List<FitProgress> Reports { get; } = [];

        public void Report(FitProgress value) => Reports.Add(value);
    }
}
