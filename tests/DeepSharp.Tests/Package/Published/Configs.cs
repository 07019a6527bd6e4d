using System.Text.Json.Nodes;
using DeepSharp;
using DeepSharp.Layers;

namespace Published;

/// <summary>What each kind says of itself, read and written again.</summary>
internal static class Configs
{
    public static void Run(TextWriter output)
    {
        Layer[] layers =
        [
            new Permute([2, 1]), new RepeatVector(3), new Reshape([2, -1]), new ReLU(6, 0.1), new Softmax([-1, 1]), new Rescaling(0.5),
            new Identity(), new ActivationLayer("gelu"), new GlobalAveragePooling2D(), new GlobalMaxPooling2D(), new Embedding(5, 2),
            new LSTM(2), new Scale(2),
            new Conv2D(2, 3, kernelInitializer: "orthogonal", dilationRate: 2), new BatchNormalization(), new LayerNormalization([1, 2]),
            new ZeroPadding2D((1, 2), (3, 4)), new Dropout(0.5, noiseShape: [1, 2]), new GRU(2), new SimpleRNN(2), new Conv1D(2, 3, padding: "causal"),
            new MaxPooling1D(), new AveragePooling1D(3, 1), new GlobalMaxPooling1D(), new GlobalAveragePooling1D(keepDims: true),
        ];
        Write(output, layers, layer => layer.ToConfig(), Layer.FromConfig);
        Optimizer[] optimizers =
        [
            new SGD(), new RMSprop(), new Adam(), new AdamW(), new Adagrad(), new Adadelta(), new Adamax(), new Nadam(), new Lion(),
            new Ftrl(), new Lamb(), new Adafactor(), new Signs(0.1),
        ];
        Write(output, optimizers, optimizer => optimizer.ToConfig(), Optimizer.FromConfig);
        LearningRateSchedule[] schedules =
        [
            new CosineDecay(1, 2), new CosineDecayRestarts(1, 2), new ExponentialDecay(1, 2, 3), new InverseTimeDecay(1, 2, 3),
            new PiecewiseConstantDecay([1, 2], [3.0, 4.0, 5.0]), new PolynomialDecay(1, 2), new Halves(),
        ];
        Write(output, schedules, schedule => schedule.ToConfig(), LearningRateSchedule.FromConfig);
        Activation[] activations =
        [
            "relu", "elu", "celu", "mish", "hard_sigmoid", "squareplus", Activation.LeakyReLU(), Activation.GLU(), new Cube(),
        ];
        Write(output, activations, activation => activation.ToConfig(), Activation.FromConfig);
        Initializer[] initializers =
        [
            "zeros", "he_normal", "orthogonal", "identity", Initializer.RandomNormal(seed: 1), Initializer.VarianceScaling(),
            Initializer.Constant(2),
        ];
        Write(output, initializers, initializer => initializer.ToConfig(), Initializer.FromConfig);
        foreach (Initializer initializer in initializers) output.WriteLine(EveryArea.Text(initializer.Create([4, 4], new RandomStream(3))));
        Constraint[] constraints = [Constraint.MaxNorm(), Constraint.MinMaxNorm(), Constraint.NonNeg(), Constraint.UnitNorm([0, 1])];
        Write(output, constraints, constraint => constraint.ToConfig(), Constraint.FromConfig);
        Regularizer[] regularizers = ["l1", "l2", Regularizer.L1L2(0.1, 0.2), Regularizer.Orthogonal()];
        Write(output, regularizers, regularizer => regularizer.ToConfig(), Regularizer.FromConfig);
        Loss[] losses =
        [
            "mse", "mae", Loss.Huber(2), Loss.BinaryCrossentropy(labelSmoothing: 0.1), "categorical_crossentropy",
            Loss.SparseCategoricalCrossentropy(ignoreClass: 1), new Quartic(),
        ];
        Write(output, losses, loss => loss.ToConfig(), Loss.FromConfig);
        Metric[] metrics = ["accuracy", "mse", Metric.TopKCategoricalAccuracy(2), Metric.BinaryAccuracy(threshold: 0.4), Metric.Mean("m"), new Bias()];
        Write(output, metrics, metric => metric.ToConfig(), Metric.FromConfig);
    }

    private static void Write<T>(TextWriter output, T[] items, Func<T, JsonNode> write, Func<JsonNode, T> read) where T : notnull
    {
        foreach (T item in items)
        {
            string text = write(item).ToJsonString();
            output.WriteLine($"{item}: {text}");
            string again = write(read(JsonNode.Parse(text)!)).ToJsonString();
            if (again != text) output.WriteLine($"read: {again}");
        }
    }
}
