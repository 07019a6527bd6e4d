using DeepSharp.Datasets;
using DeepSharp.Layers;

namespace DeepSharp.Tests.Models;

/// <summary>Models and data that the tests of this folder share.</summary>
internal static class SmallModels
{
    /// <summary>The program of the CIFAR-10 tutorial.</summary>
    public static Sequential Seed() => new(
        new Conv2D(32, (3, 3), activation: "relu", inputShape: [32, 32, 3]),
        new MaxPooling2D((2, 2)),
        new Conv2D(64, (3, 3), activation: "relu"),
        new MaxPooling2D((2, 2)),
        new Conv2D(64, (3, 3), activation: "relu"),
        new Flatten(),
        new Dense(64, activation: "relu"),
        new Dense(10, activation: "softmax"));

    /// <summary>Predicts its input times a factor: one weight, no bias.</summary>
    public static Sequential Factor(float factor = 1f) =>
        new([new Dense(1, useBias: false, kernelInitializer: Initializer.Constant(factor), name: "dense")], "factor");

    /// <summary>Two dense layers for four features and three classes; the same weights for the same seed.</summary>
    public static Sequential Classifier(int seed = 1, string name = "classifier") => new(
        [
            new Dense(8, activation: "tanh", kernelInitializer: Initializer.GlorotUniform(seed), name: "hidden"),
            new Dense(3, activation: "softmax", kernelInitializer: Initializer.GlorotUniform(seed + 1), name: "head"),
        ],
        name, new Input([4]));

    /// <summary>A small network with everything that a training step of images does, dropout too.</summary>
    public static Sequential ConvolutionalWithDropout() => new(
        [
            new Conv2D(6, 3, activation: "relu", kernelInitializer: Initializer.HeNormal(1), name: "conv"),
            new MaxPooling2D(name: "pool"),
            new Dropout(0.25f, seed: 3, name: "dropout"),
            new Flatten(name: "flatten"),
            new Dense(10, activation: "softmax", kernelInitializer: Initializer.GlorotUniform(2), name: "head"),
        ],
        "small", new Input([12, 12, 3]));

    /// <summary>Samples of four features in [-1, 1) and the class (0 to 2) that follows from them.</summary>
    public static (Tensor X, Tensor Y) Points(int count)
    {
        float[] x = TestData.Uniform(4 * count, seed: 8);
        int[] y = new int[count];
        for (int i = 0; i < count; i++) y[i] = (x[4 * i] > 0 ? 1 : 0) + (x[4 * i + 1] > 0 ? 1 : 0);
        return (Tensor.From(x, [count, 4]), Tensor.FromLabels(y));
    }

    /// <summary>The numbers 0, 1, 2, ... as samples of one feature, and targets of 0.</summary>
    public static (Tensor X, Tensor Y) Numbers(int count) => (Tensor.Range(0, count).Reshape([count, 1]), Tensor.Zeros([count, 1]));

    /// <summary>Pictures as CIFAR-10 has them, from 0 to 1, and their labels.</summary>
    public static (DataArray X, DataArray Y) Pictures(int count)
    {
        (DataArray images, DataArray labels) = Cifar10Like.Generate(count, 0).Train;
        return (images / 255f, labels);
    }

    /// <summary>All weights in one array.</summary>
    public static float[] WeightsOf(Model model) => [.. model.Weights.SelectMany(weight => weight.Value.ToArray())];
}
