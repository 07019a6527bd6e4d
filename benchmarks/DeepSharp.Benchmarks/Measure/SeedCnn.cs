using DeepSharp.Layers;

namespace DeepSharp.Benchmarks.Measure;

/// <summary>The CIFAR-10 network of the tutorial: training steps and inference.</summary>
internal static class SeedCnn
{
    private const double ForwardOperations = 2.0 * (30 * 30 * 32 * 27 + 13 * 13 * 64 * 288 + 4 * 4 * 64 * 576 + 1024 * 64 + 64 * 10);

    // Kernel gradients cost what the forward pass does, input gradients too, but the first layer needs none.
    private const double TrainOperations = 3 * ForwardOperations - 2.0 * 30 * 30 * 32 * 27;

    public static IEnumerable<Measurement> Measurements()
    {
        foreach (int batch in (int[])[32, 64, 128, 256])
        {
            yield return new Measurement(
                $"train.seedcnn.b{batch}", () => Train(batch))
            { Operations = batch * TrainOperations, Images = batch };
        }

        foreach (int batch in (int[])[1, 32, 256, 1000])
        {
            yield return new Measurement(
                $"infer.seedcnn.b{batch}", () => Infer(batch))
            { Operations = batch * ForwardOperations, Images = batch };
        }
    }

    /// <summary>The network, compiled. Logits for training, probabilities for inference.</summary>
    public static Sequential Create(string activation)
    {
        var model = new Sequential(
            new Conv2D(32, (3, 3), activation: "relu", inputShape: [32, 32, 3]),
            new MaxPooling2D((2, 2)),
            new Conv2D(64, (3, 3), activation: "relu"),
            new MaxPooling2D((2, 2)),
            new Conv2D(64, (3, 3), activation: "relu"),
            new Flatten(),
            new Dense(64, activation: "relu"),
            new Dense(10, activation: activation));
        model.Compile(new Adam(1e-3f), Loss.SparseCategoricalCrossentropy(fromLogits: activation == "linear"));
        return model;
    }

    /// <summary>Images of noise and labels for one batch.</summary>
    public static (Tensor X, Tensor Y) Batch(int size)
    {
        Tensor labels = Tensor.FromLabels([.. Enumerable.Range(0, size).Select(i => i * 7 % 10)]);
        return (Noise.From0To1([size, 32, 32, 3]), labels);
    }

    private static Action Train(int batch)
    {
        Sequential model = Create("linear");
        (Tensor x, Tensor y) = Batch(batch);
        return () => _ = model.TrainOnBatch(x, y)["loss"];
    }

    private static Action Infer(int batch)
    {
        Sequential model = Create("softmax");
        (Tensor x, _) = Batch(batch);
        return () => model.Predict(x, batchSize: batch);
    }
}
