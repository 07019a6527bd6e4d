using DeepSharp;
using DeepSharp.Layers;

namespace Programs;

/// <summary>Keras's guide to transfer learning: a trained base is frozen under a new head, then trained with it at a low rate.</summary>
public class TransferTests
{
    [Fact]
    public void Learns_another_task_on_frozen_features_and_then_fine_tunes()
    {
        Utils.SetRandomSeed(812);
        var ((xTrain, digits), _) = Digits.Load(600, 1);
        xTrain = (xTrain / 255).ExpandDims(-1);
        int[] yTrain = [.. digits.Select(digit => digit < 5 ? 0 : 1)];

        // base_model = keras.applications.Xception(weights="imagenet", include_top=False): here a small network that learned the digits.
        var baseModel = new Sequential(
        [
            new Input([28, 28, 1]),
            new Conv2D(8, 3, strides: 2, activation: "relu"), new BatchNormalization(), new Conv2D(16, 3, strides: 2, activation: "relu"),
            new Flatten(),
        ], name: "base");
        var source = new Sequential([baseModel, new Dense(10, activation: "softmax")]);
        source.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        source.Fit(xTrain, digits, epochs: 3, verbose: 0);
        var learned = baseModel.GetWeights();

        baseModel.Trainable = false;
        var inputs = new Input(shape: [28, 28, 1]);
        var x = baseModel.Apply(inputs, training: false);
        x = new Dropout(0.2).Apply(x);
        var outputs = new Dense(1).Apply(x);
        var model = new Model(inputs, outputs);
        model.Compile(optimizer: new Adam(0.01), loss: Loss.BinaryCrossentropy(fromLogits: true), metrics: [Metric.BinaryAccuracy()]);
        var history = model.Fit(xTrain, yTrain, epochs: 4, verbose: 0);

        Assert.Equal((2, 8), (model.TrainableWeights.Count, model.NonTrainableWeights.Count));
        Assert.Equal(learned.Select(weight => weight.ToArray()), baseModel.GetWeights().Select(weight => weight.ToArray()));
        double onFrozen = history["binary_accuracy"][^1];
        Assert.True(onFrozen >= 0.9, $"accuracy on frozen features {onFrozen}");

        baseModel.Trainable = true;                          // the moving statistics stay: the call says training: false
        model.Compile(optimizer: new Adam(1e-5), loss: Loss.BinaryCrossentropy(fromLogits: true), metrics: [Metric.BinaryAccuracy()]);
        var before = model.Evaluate(xTrain, yTrain, verbose: 0);
        model.Fit(xTrain, yTrain, epochs: 2, verbose: 0);
        var after = model.Evaluate(xTrain, yTrain, verbose: 0);
        Assert.Equal((8, 2), (model.TrainableWeights.Count, model.NonTrainableWeights.Count));
        Assert.True(after["loss"] < before["loss"], $"from {before["loss"]} to {after["loss"]}");
        Assert.Equal(learned[4].ToArray(), baseModel.GetWeights()[4].ToArray());
    }
}
