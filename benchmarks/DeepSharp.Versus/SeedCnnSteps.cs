using DeepSharp.Benchmarks.Measure;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepSharp.Versus;

/// <summary>The CIFAR-10 network of the tutorial: training steps and inference.</summary>
internal static class SeedCnnSteps
{
    public static IEnumerable<Measurement> Measurements(Layout layout)
    {
        foreach (int batch in (int[])[32, 64, 128, 256])
        {
            yield return new Measurement($"train.seedcnn{layout.Suffix}.b{batch}", () => Train(layout, batch))
            {
                Operations = batch * SeedCnn.TrainOperations,
                Images = batch,
            };
        }

        foreach (int batch in (int[])[1, 32, 256, 1000])
        {
            yield return new Measurement($"infer.seedcnn{layout.Suffix}.b{batch}", () => Infer(layout, batch))
            {
                Operations = batch * SeedCnn.ForwardOperations,
                Images = batch,
            };
        }
    }

    /// <summary>Forward pass, loss, backward pass, Adam with Keras's settings, and the loss read back.</summary>
    public static Action Train(Layout layout, int batch)
    {
        SeedCnn model = layout.Of(new SeedCnn());
        model.train();
        optim.Optimizer adam = optim.Adam(model.parameters(), lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-7);
        Tensor x = layout.Of(rand(batch, 3, 32, 32)), y = randint(0, 10, batch, dtype: ScalarType.Int64);
        return () =>
        {
            using var scope = NewDisposeScope();
            adam.zero_grad();
            Tensor loss = functional.cross_entropy(model.call(x), y);
            loss.backward();
            adam.step();
            loss.item<float>();
        };
    }

    private static Action Infer(Layout layout, int batch)
    {
        SeedCnn model = layout.Of(new SeedCnn());
        model.eval();
        Tensor x = layout.Of(rand(batch, 3, 32, 32));
        return () =>
        {
            using var scope = NewDisposeScope();
            using var inference = no_grad();
            functional.softmax(model.call(x), 1);
        };
    }
}
