// The classic CIFAR-10 tutorial: a small convolutional network learns to tell ten kinds of 32x32 colour images apart.
using DeepSharp;
using DeepSharp.Datasets;
using DeepSharp.Layers;
using DeepSharp.Samples.Cifar10;
using Spectre.Console;

if (!Options.TryParse(args, out Options options, out int exitCode)) return exitCode;
if (options.Threads is { } threads) DeepSharpRuntime.Threads = threads;
if (options.Seed is { } seed) DeepSharpRuntime.SetRandomSeed(seed);

if (!ImageSource.TryLoad(options, out var data)) return 1;
var ((trainImages, trainLabels), (testImages, testLabels)) = data;
(trainImages, testImages) = (trainImages / 255f, testImages / 255f);

var model = new Sequential(
    new Conv2D(32, (3, 3), activation: "relu", inputShape: [32, 32, 3]),
    new MaxPooling2D((2, 2)),
    new Conv2D(64, (3, 3), activation: "relu"),
    new MaxPooling2D((2, 2)),
    new Conv2D(64, (3, 3), activation: "relu"),
    new Flatten(),
    new Dense(64, activation: "relu"),
    new Dense(10, activation: "softmax"));
model.Summary();
model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);

var clock = new EpochClock();
model.Fit(
    trainImages, trainLabels, batchSize: options.BatchSize, epochs: options.Epochs, callbacks: [clock],
    validationData: (testImages, testLabels), seed: options.Seed);
Logs result = model.Evaluate(testImages, testLabels, verbose: Verbosity.Silent);

Console.WriteLine(FormattableString.Invariant($"test accuracy: {result["accuracy"]:F4}"));
Console.WriteLine(FormattableString.Invariant($"train images/s: {clock.ImagesPerSecond(trainImages.Count):F0}"));

Tensor predictions = model.Predict(testImages[..10]);
var table = new Table().AddColumns("image", "predicted", "probability", "true class");
for (int i = 0; i < 10; i++)
{
    int predicted = (int)predictions.ArgMax(axis: 1)[i];
    table.AddRow($"{i}", Cifar10.ClassNames[predicted], $"{predictions[i, predicted]:P0}", Cifar10.ClassNames[(int)testLabels.Item(i)]);
}

AnsiConsole.Write(table);
return 0;
