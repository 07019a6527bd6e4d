using DeepSharp;
using DeepSharp.Datasets;
using DeepSharp.Layers;

namespace Programs;

/// <summary>The toy ResNet of Keras's guide to the functional API, narrower.</summary>
public class ResNetTests
{
    [Fact]
    public void Learns_pictures_through_its_shortcuts()
    {
        Utils.SetRandomSeed(812);
        var inputs = new Input(shape: [32, 32, 3], name: "img");
        var x = new Conv2D(16, 3, activation: "relu").Apply(inputs);
        x = new Conv2D(16, 3, activation: "relu").Apply(x);
        var block1Output = new MaxPooling2D(3).Apply(x);

        x = new Conv2D(16, 3, activation: "relu", padding: "same").Apply(block1Output);
        x = new Conv2D(16, 3, activation: "relu", padding: "same").Apply(x);
        var block2Output = new Add().Apply(x, block1Output); // layers.add([x, block_1_output])

        x = new Conv2D(16, 3, activation: "relu", padding: "same").Apply(block2Output);
        x = new Conv2D(16, 3, activation: "relu", padding: "same").Apply(x);
        var block3Output = new Add().Apply(x, block2Output);

        x = new Conv2D(16, 3, activation: "relu").Apply(block3Output);
        x = new GlobalAveragePooling2D().Apply(x);
        x = new Dense(64, activation: "relu").Apply(x);
        x = new Dropout(0.5).Apply(x);
        var outputs = new Dense(10).Apply(x);
        var model = new Model(inputs, outputs, name: "toy_resnet");

        var ((xTrain, yTrain), (xTest, yTest)) = Cifar10Like.Generate(600, 200);
        xTrain /= 255;
        xTest /= 255;
        model.Compile(
            optimizer: new RMSprop(1e-3), loss: Loss.SparseCategoricalCrossentropy(fromLogits: true), metrics: ["acc"]);
        model.Fit(xTrain[..600], yTrain[..600], batchSize: 32, epochs: 10, validationSplit: 0.2, verbose: 0);

        var score = model.Evaluate(xTest, yTest, verbose: 0);
        Assert.Equal(2, model.Layers.OfType<Add>().Count());
        Assert.True(score["acc"] >= 0.3, $"test accuracy {score["acc"]} of ten classes");
    }
}
