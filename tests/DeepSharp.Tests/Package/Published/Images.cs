using DeepSharp;
using DeepSharp.Callbacks;
using DeepSharp.Datasets;
using DeepSharp.Layers;

namespace Published;

/// <summary>The tutorial's chain on generated images: bytes, callbacks, a file, threads of the pool.</summary>
internal static class Images
{
    public static async Task RunAsync(TextWriter output, string file)
    {
        var ((trainImages, trainLabels), (testImages, testLabels)) = Cifar10Like.Generate(trainSamples: 48, testSamples: 16, seed: 3);
        (trainImages, testImages) = (trainImages / 255f, testImages / 255f);
        var model = new Sequential(
            new Conv2D(8, (3, 3), activation: "relu", inputShape: [32, 32, 3]),
            new BatchNormalization(),
            new MaxPooling2D((2, 2)),
            new DepthwiseConv2D((3, 3), activation: "silu"),
            new AveragePooling2D((2, 2)),
            new ZeroPadding2D((1, 1)),
            new Scale(8),
            new Dropout(0.1, seed: 5),
            new Flatten(),
            new Dense(10, activation: "softmax", kernelRegularizer: Regularizer.L2(1e-4), kernelConstraint: Constraint.MaxNorm(3)));
        model.Compile(new Adam(new ExponentialDecay(0.01, 10, 0.9)), "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.Summary(output);

        int seen = 0;
        var stopping = new EarlyStopping("loss", patience: 3, restoreBestWeights: true);
        History history = model.Fit(
            trainImages, trainLabels, batchSize: 16, epochs: 3, verbose: Verbosity.Silent, seed: 1,
            validationData: (testImages, testLabels),
            callbacks: [stopping, new LambdaCallback(onTrainBatchEnd: (_, logs) => seen += logs.Count), new Ears(output)]);
        output.WriteLine($"{seen} values seen, best {stopping.Best:F4}");
        output.WriteLine(history.ToCsv().Trim());
        output.WriteLine(string.Join(' ', history.Metrics.Select(pair => $"{pair.Key} {pair.Value[^1]:F4}")));

        model.Save(file);
        Model copy = Model.Load(file);
        bool same = copy.Predict(testImages).Span.SequenceEqual(model.Predict(testImages).Span);
        output.WriteLine($"loaded: {copy.GetType().Name}, {copy.CountParameters()} parameters, the same bits: {same}");

        history = await copy.FitAsync(trainImages, trainLabels, batchSize: 16, seed: 2);
        output.WriteLine($"async: {history["loss"][0]:F4}; {EveryArea.Text(await copy.PredictAsync(testImages))}");
        output.WriteLine($"evaluated: {await copy.EvaluateAsync(testImages, testLabels)}");
    }

    // A custom callback.
    private sealed class Ears(TextWriter output) : Callback
    {
        public override void OnEpochEnd(int epoch, Logs logs) =>
            output.WriteLine($"epoch {epoch} of {Params.Epochs}: {logs.Loss:F4}, {Model.Optimizer!.LearningRate:F5}");

        public override void OnTrainEnd(Logs logs) => output.WriteLine(string.Join(' ', logs.Keys));
    }
}
