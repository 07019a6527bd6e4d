using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>Small dense networks over 784 values: training steps and inference.</summary>
internal static class DenseSteps
{
    private const int Inputs = 784, Units = 128, Classes = 10;
    private const double Operations = 2.0 * (Inputs * Units + Units * Classes);

    public static IEnumerable<Measurement> Measurements()
    {
        yield return new Measurement("mlp.infer.b1", () => Infer(Mlp("softmax"))) { Operations = Operations, Images = 1 };
        yield return new Measurement("mlp.train.b128", Train)
        {
            Operations = 128 * (3 * Operations - 2.0 * Inputs * Units),
            Images = 128,
        };
        yield return new Measurement(
            "linear784.infer.b1", () => Infer(new Sequential(new Dense(Classes, activation: "softmax", inputShape: [Inputs]))))
        {
            Operations = 2.0 * Inputs * Classes,
            Images = 1,
        };
    }

    private static Sequential Mlp(string activation) =>
        new(new Dense(Units, activation: "relu", inputShape: [Inputs]), new Dense(Classes, activation: activation));

    private static Action Train()
    {
        Sequential model = Mlp("linear");
        model.Compile(new Adam(1e-3f), Loss.SparseCategoricalCrossentropy(fromLogits: true));
        Tensor x = Noise.From0To1([128, Inputs]), y = Tensor.FromLabels([.. Enumerable.Range(0, 128).Select(i => i * 7 % Classes)]);
        return () => _ = model.TrainOnBatch(x, y)["loss"];
    }

    private static Action Infer(Sequential model)
    {
        Tensor x = Noise.From0To1([1, Inputs]);
        return () => model.Predict(x, batchSize: 1);
    }
}
