using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>What masks do in Fit, Evaluate and TrainOnBatch: predictions are 2·e[id], and what id 0 stands for does not count.</summary>
public class MaskedTrainingTests
{
    private const double Kernel = 2, Rate = 0.1;

    private static readonly double[] s_table = [0.7, 1, -0.5, 0.25];
    private static readonly float[] s_ids = [1, 2, 3, 2, 1, 0, 3, 0, 0, 1, 1, 2];
    private static readonly float[] s_targets = [1, 0, 2, -1, 3, 9, 0.5f, 9, 9, 1, 2, 0];

    [Fact]
    public void A_step_learns_from_what_counts_alone()
    {
        Model model = Create("mse");
        Logs logs = model.TrainOnBatch(Ids(), Targets());

        Assert.Equal(Losses().Average(), logs.Loss, 1e-6);
        Assert.Equal(Rows().Average(row => Math.Abs(Error(row))), logs["mae"], 1e-6);
        AssertWeights(model, row => 1.0 / Rows().Length);
    }

    [Fact]
    public void Weights_of_samples_multiply_what_counts()
    {
        double[] weights = [1, 0.5, 3, 2];
        Model model = Create("mse");
        Logs logs = model.TrainOnBatch(Ids(), Targets(), sampleWeight: Tensor.From([1, 0.5f, 3, 2]));

        double[] losses = Losses();
        Assert.Equal(Rows().Select((row, i) => weights[row / 3] * losses[i]).Sum() / losses.Length, logs.Loss, 1e-6);
        Assert.Equal(Rows().Average(row => Math.Abs(Error(row))), logs["mae"], 1e-6);
        Assert.Equal(
            Rows().Sum(row => weights[row / 3] * Math.Abs(Error(row))) / Rows().Sum(row => weights[row / 3]), logs["weighted_mae"], 1e-6);
        AssertWeights(model, row => weights[row / 3] / losses.Length);
    }

    [Fact]
    public void A_sum_takes_what_counts()
    {
        Model model = Create(Loss.MeanSquaredError(Reduction.Sum));
        Assert.Equal(Losses().Sum(), model.TrainOnBatch(Ids(), Targets()).Loss, 1e-5);
        AssertWeights(model, _ => 1);
    }

    // Batches of three samples and one: the loss of each is the mean of what counts in it, and weighs by its samples.
    [Fact]
    public void Evaluation_weighs_batches_by_their_samples_and_metrics_by_what_counts()
    {
        Model model = Create("mse");
        Logs logs = model.Evaluate(Ids(), Targets(), batchSize: 3, verbose: Verbosity.Silent);
        double first = Rows().Where(row => row < 9).Average(row => Error(row) * Error(row));
        double second = Rows().Where(row => row >= 9).Average(row => Error(row) * Error(row));
        Assert.Equal((3 * first + second) / 4, logs.Loss, 1e-6);
        Assert.Equal(Rows().Average(row => Math.Abs(Error(row))), logs["mae"], 1e-6);
        Assert.Equal(logs["mae"], model.TestOnBatch(Ids(), Targets())["mae"], 1e-6);
    }

    [Fact]
    public void An_epoch_of_Fit_is_its_steps()
    {
        Model model = Create("mse"), byHand = Create("mse");
        History history = model.Fit(Ids(), Targets(), batchSize: 2, epochs: 1, shuffle: false, verbose: Verbosity.Silent);
        double first = byHand.TrainOnBatch(Ids().Slice(0, 2), Targets().Slice(0, 2)).Loss;
        double second = byHand.TrainOnBatch(Ids().Slice(2, 2), Targets().Slice(2, 2)).Loss;
        Assert.Equal((first + second) / 2, history.Metrics["loss"][0], 1e-6);
        for (int i = 0; i < 2; i++) TestData.AssertSameBits(byHand.Weights[i].Value.Span, model.Weights[i].Value.Span, $"weight {i}");
    }

    [Fact]
    public void Padding_may_have_any_target()
    {
        Model model = Create("mse"), other = Create("mse");
        Tensor changed = Tensor.From([.. s_targets.Select((target, i) => s_ids[i] == 0 ? 1e6f : target)], [4, 3, 1]);
        Assert.Equal(model.TrainOnBatch(Ids(), Targets()).Loss, other.TrainOnBatch(Ids(), changed).Loss);
        for (int i = 0; i < 2; i++) TestData.AssertSameBits(model.Weights[i].Value.Span, other.Weights[i].Value.Span, $"weight {i}");
    }

    // -1 is no share between no and yes; Keras does not look at what the mask leaves out either.
    [Fact]
    public void Padding_of_a_yes_or_no_may_have_any_target()
    {
        (Model model, Model other) = (Create(), Create());
        Tensor answers = Answers(0), padded = Answers(-1);
        Assert.Equal(model.TrainOnBatch(Ids(), answers).Loss, other.TrainOnBatch(Ids(), padded).Loss);
        History history = model.Fit(Ids(), answers, batchSize: 2, shuffle: false, verbose: Verbosity.Silent);
        History paddedHistory = other.Fit(
            Ids(), padded, batchSize: 2, shuffle: false, validationData: (Ids(), padded), verbose: Verbosity.Silent);
        Assert.Equal(history["loss"], paddedHistory["loss"]);
        Assert.Equal(SmallModels.WeightsOf(model), SmallModels.WeightsOf(other));

        static Tensor Answers(float padding) =>
            Tensor.From([.. s_ids.Select(id => id == 0 ? padding : id == 1 ? 1f : 0f)], [4, 3, 1]);

        static Model Create()
        {
            var model = new Sequential(
                new Input([3]), new Embedding(4, 2, maskZero: true, embeddingsInitializer: Initializer.RandomUniform(seed: 1)),
                new LSTM(2, returnSequences: true, kernelInitializer: Initializer.GlorotUniform(2), recurrentInitializer: "identity"),
                new Dense(1, "sigmoid", kernelInitializer: Initializer.GlorotUniform(3)));
            model.Compile(new SGD(0.1), "binary_crossentropy");
            return model;
        }
    }

    [Fact]
    public void What_counts_is_a_yes_or_a_no_under_a_mask_too()
    {
        var model = new Sequential(new Input([3]), new Embedding(4, 2, maskZero: true), new Dense(1, "sigmoid"));
        model.Compile("sgd", "binary_crossentropy");
        float[] before = SmallModels.WeightsOf(model), targets = [.. s_ids.Select(id => id == 0 ? -1f : 0f)];
        targets[10] = 2;
        var exception = Assert.ThrowsAny<ArgumentException>(
            () => model.Fit(Ids(), Tensor.From(targets, [4, 3, 1]), verbose: Verbosity.Silent, shuffle: false));
        Assert.Contains("value 10 of the batch, of shape (4, 3, 1), is 2.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, SmallModels.WeightsOf(model));
    }

    private static int[] Rows() => [.. Enumerable.Range(0, 12).Where(row => s_ids[row] != 0)];

    private static double Error(int row) => Kernel * s_table[(int)s_ids[row]] - s_targets[row];

    private static double[] Losses() => [.. Rows().Select(row => Error(row) * Error(row))];

    // One step of gradient descent for the sum of share·error² over what counts.
    private static void AssertWeights(Model model, Func<int, double> share)
    {
        double[] table = [.. s_table];
        double kernel = Kernel;
        foreach (int row in Rows())
        {
            int id = (int)s_ids[row];
            table[id] -= Rate * share(row) * 2 * Error(row) * Kernel;
            kernel -= Rate * share(row) * 2 * Error(row) * s_table[id];
        }

        TestData.AssertClose(table, model.Weights[0].Value.Span, 1e-6, 1e-5, "table");
        Assert.Equal(kernel, model.Weights[1].Value.Item(), 1e-5);
    }

    private static Tensor Ids() => Tensor.From(s_ids, [4, 3]);

    private static Tensor Targets() => Tensor.From(s_targets, [4, 3, 1]);

    private static Sequential Create(Loss loss)
    {
        var model = new Sequential(new Input([3]), new Embedding(4, 1, maskZero: true), new Dense(1, useBias: false));
        model.SetWeights([Tensor.From([.. s_table.Select(value => (float)value)], [4, 1]), Tensor.Full([1, 1], (float)Kernel)]);
        model.Compile(new SGD((float)Rate), loss, metrics: ["mae"], weightedMetrics: ["mae"]);
        return model;
    }
}
