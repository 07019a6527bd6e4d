namespace DeepSharp.Tests.Golden;

/// <summary>Functions of keras.losses are losses before the reduction, those of keras.metrics metrics of one sample. Targets are constants here.</summary>
public sealed class Function2GoldenTests
{
    private static readonly Dictionary<string, Func<OpCall, Tensor[]>> s_functions = new()
    {
        ["losses.mean_squared_error"] = call => PerSample(call, Loss.MeanSquaredError()),
        ["losses.mean_absolute_error"] = call => PerSample(call, Loss.MeanAbsoluteError()),
        ["losses.binary_crossentropy"] = call => PerSample(
            call, Loss.BinaryCrossentropy((bool?)call["from_logits"] ?? false, (double?)call["label_smoothing"] ?? 0)),
        ["losses.categorical_crossentropy"] = call => PerSample(
            call, Loss.CategoricalCrossentropy(labelSmoothing: (double?)call["label_smoothing"] ?? 0)),
        ["losses.sparse_categorical_crossentropy"] = SparseCategorical,
        ["losses.huber"] = call => PerSample(call, Loss.Huber((double?)call["delta"] ?? 1)),
        ["losses.kl_divergence"] = call => PerSample(call, Loss.KLDivergence()),
        ["losses.poisson"] = call => PerSample(call, Loss.Poisson()),
        ["losses.cosine_similarity"] = call => PerSample(call, Loss.CosineSimilarity()),
        ["losses.categorical_hinge"] = call => PerSample(call, Loss.CategoricalHinge()),
        ["metrics.binary_accuracy"] = call => EachValue(call, () => Metric.BinaryAccuracy(threshold: (double?)call["threshold"] ?? 0.5)),
        ["metrics.categorical_accuracy"] = call => EachSample(call, () => Metric.CategoricalAccuracy()),
        ["metrics.sparse_categorical_accuracy"] = call => EachSample(call, () => Metric.SparseCategoricalAccuracy()),
        ["metrics.top_k_categorical_accuracy"] = call => EachSample(call, () => Metric.TopKCategoricalAccuracy((int?)call["k"] ?? 5)),
    };

    public static TheoryData<string> Cases => GoldenArea.Theory("functions2");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Values_and_gradients_are_those_of_Keras(string id) => OpRunner.Check("functions2", id, s_functions, constants: 0);

    private static Tensor[] PerSample(OpCall call, Loss loss)
    {
        (Tensor target, Tensor prediction) = (call.X, call.X);
        return [loss.PerSample(target, prediction)];
    }

    // What is ignored counts 0.
    private static Tensor[] SparseCategorical(OpCall call)
    {
        var ignored = (int?)call["ignore_class"];
        (Tensor target, Tensor prediction) = (call.X, call.X);
        return [Loss.SparseCategoricalCrossentropy((bool?)call["from_logits"] ?? false, ignored).PerSample(target, prediction)];
    }

    private static Tensor[] EachSample(OpCall call, Func<Metric> create) => [EachSample(call.X, call.X, create)];

    private static Tensor[] EachValue(OpCall call, Func<Metric> create)
    {
        (Tensor target, Tensor prediction) = (call.X, call.X);
        return [EachSample(target.Reshape([-1, 1]), prediction.Reshape([-1, 1]), create).Reshape(prediction.Shape)];
    }

    private static Tensor EachSample(Tensor target, Tensor prediction, Func<Metric> create) =>
        Tensor.From([.. Enumerable.Range(0, prediction.Shape[0]).Select(i =>
        {
            Metric metric = create();
            metric.Update(target.Slice(i, 1), prediction.Slice(i, 1));
            return metric.Result;
        })]);
}
