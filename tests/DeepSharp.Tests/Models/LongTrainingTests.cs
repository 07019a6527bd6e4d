using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

public class LongTrainingTests
{
    private const int Batch = 4, StepsPerEpoch = 50, Steps = 10_000;

    [Theory]
    [InlineData("tanh")]
    [InlineData("softsign")]
    public void An_LSTM_over_masked_embeddings_stays_flat_over_10000_steps(string activation)
    {
        var model = new Sequential(
            new Input([5]), new Embedding(6, 3, maskZero: true), new LSTM(4, activation, dropout: 0.1f, returnSequences: true),
            new LSTM(4), new Dense(2, "softmax"));
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"]);
        (DataArray x, DataArray y) = Sequences();
        LongTraining.AssertFlat(model, x, y, Batch, Steps);
    }

    [Fact]
    public void Two_branches_with_batch_normalization_stay_flat_over_10000_steps()
    {
        Input left = new([4], name: "left"), right = new([4], name: "right");
        SymbolicTensor a = new ReLU().Apply(new BatchNormalization().Apply(new Dense(6).Apply(left)));
        SymbolicTensor b = new BatchNormalization().Apply(new Dense(6, "tanh").Apply(right));
        var model = new Model([left, right], new Dense(1).Apply(new Concatenate().Apply(new Add().Apply(a, b), a)));
        model.Compile("adam", "mse", ["mae"]);
        LongTraining.AssertFlat(
            model, new[] { Values(1, 4), Values(2, 4) }, Values(3, 1), Batch, Steps);
    }

    // Masks that a normalization, a recurrent layer, merging layers, the loss and the metrics heed.
    [Fact]
    public void A_steady_step_with_masks_everywhere_allocates_nothing()
    {
        var ids = new Input([5]);
        SymbolicTensor vectors = new Embedding(6, 3, maskZero: true).Apply(ids);
        SymbolicTensor a = new BatchNormalization().Apply(vectors),
            b = new LSTM(3, recurrentDropout: 0.2f, returnSequences: true).Apply(vectors);
        SymbolicTensor merged = new Concatenate().Apply(new Multiply().Apply(a, b), new Maximum().Apply(a, b), new Add().Apply(a, b));
        var model = new Model(ids, new Dense(2, "softmax").Apply(merged));
        model.Compile("adam", "sparse_categorical_crossentropy", ["accuracy"], weightedMetrics: ["accuracy"]);
        DataArray x = Sequences().X, y = DataArray.From(new byte[Batch * StepsPerEpoch * 5], [Batch * StepsPerEpoch, 5]);
        var data = new BatchSource(ModelData.Of(model, "Fit", x, y, null), Batch) { Random = new RandomStream(1) };
        data.BeginPass();
        Trainer trainer = model.Trainer!;
        trainer.Weights.Prepare();
        AllocationAssert.Zero(() =>
        {
            if (data.Next() is not { } batch)
            {
                data.BeginPass();
                batch = data.Next()!;
            }

            trainer.TrainStep(batch);
            trainer.Report();
        });
    }

    private static (DataArray X, DataArray Y) Sequences()
    {
        var ids = new byte[Batch * StepsPerEpoch * 5];
        var random = new Random(1);
        for (int i = 0; i < ids.Length; i++) ids[i] = (byte)(i % 5 < 1 + i / 5 % 5 ? random.Next(1, 6) : 0);
        return (DataArray.From(ids, [Batch * StepsPerEpoch, 5]), Enumerable.Range(0, Batch * StepsPerEpoch).Select(i => i % 2).ToArray());
    }

    private static Tensor Values(int seed, int width) =>
        Tensor.From(TestData.Uniform(Batch * StepsPerEpoch * width, seed), [Batch * StepsPerEpoch, width]);
}
