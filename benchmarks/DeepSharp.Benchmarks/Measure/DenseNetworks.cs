using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>The dense networks of the MNIST tutorial.</summary>
internal static class DenseNetworks
{
    private const double MlpOperations = 2.0 * (784 * 128 + 128 * 10);

    public static IEnumerable<Measurement> Measurements() =>
    [
        new Measurement("linear784.infer.b1", () => Infer(new Dense(10, activation: "softmax", inputShape: [784])))
        {
            Operations = 2.0 * 784 * 10,
            Images = 1,
        },
        new Measurement("mlp.infer.b1", () => Infer(Hidden(), new Dense(10, activation: "softmax")))
        {
            Operations = MlpOperations,
            Images = 1,
        },
        new Measurement("mlp.train.b128", Train) { Operations = 128 * (3 * MlpOperations - 2.0 * 784 * 128), Images = 128 },
    ];

    private static Dense Hidden() => new(128, activation: "relu", inputShape: [784]);

    private static Action Infer(params Layer[] layers)
    {
        var model = new Sequential(layers);
        Tensor x = Noise.From0To1([1, 784]);
        return () => model.Predict(x, batchSize: 1);
    }

    private static Action Train()
    {
        var model = new Sequential(Hidden(), new Dense(10));
        model.Compile(new Adam(1e-3f), Loss.SparseCategoricalCrossentropy(fromLogits: true));
        Tensor x = Noise.From0To1([128, 784]);
        Tensor y = Tensor.FromLabels([.. Enumerable.Range(0, 128).Select(i => i * 7 % 10)]);
        return () => _ = model.TrainOnBatch(x, y)["loss"];
    }
}
