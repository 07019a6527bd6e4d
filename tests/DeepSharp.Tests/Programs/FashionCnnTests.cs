using DeepSharp;
using DeepSharp.Layers;

namespace Programs;

/// <summary>Keras's convolutional network for small grey pictures, and the end of the Fashion-MNIST tutorial.</summary>
public class FashionCnnTests
{
    [Fact]
    public void Learns_the_pictures_and_says_probabilities()
    {
        Utils.SetRandomSeed(812);
        int numClasses = 10;
        Shape inputShape = [28, 28, 1];

        var ((xTrain, labelsTrain), (xTest, labelsTest)) = Digits.Load(1000, 200);
        xTrain = (xTrain / 255).ExpandDims(-1);              // np.expand_dims(x_train, -1)
        xTest = (xTest / 255).ExpandDims(-1);
        var yTrain = Utils.ToCategorical(labelsTrain, numClasses);
        var yTest = Utils.ToCategorical(labelsTest, numClasses);

        var model = new Sequential(
        [
            new Input(shape: inputShape),
            new Conv2D(32, kernelSize: (3, 3), activation: "relu"),
            new MaxPooling2D(poolSize: (2, 2)),
            new Conv2D(64, kernelSize: (3, 3), activation: "relu"),
            new MaxPooling2D(poolSize: (2, 2)),
            new Flatten(),
            new Dropout(0.5),
            new Dense(numClasses),
        ]);
        model.Compile(loss: Loss.CategoricalCrossentropy(fromLogits: true), optimizer: "adam", metrics: ["accuracy"]);
        model.Fit(xTrain, yTrain, batchSize: 64, epochs: 3, validationSplit: 0.1, verbose: 0);
        var score = model.Evaluate(xTest, yTest, verbose: 0);

        var probabilityModel = new Sequential([model, new Softmax()]);
        var predictions = probabilityModel.Predict(xTest);
        var best = Ops.ArgMax(predictions, axis: 1);         // np.argmax(predictions[0]): predictions[0] is no row here, predictions[0..1] is

        Assert.Equal(34_826, model.CountParams());
        Assert.True(score["accuracy"] >= 0.95, $"test accuracy {score["accuracy"]}");
        Assert.Equal(score["accuracy"], labelsTest.Where((label, i) => best[i] == label).Count() / 200d, 1e-6);
        Assert.Equal(1, predictions[0..1].Sum().Item(), 1e-5);
    }
}
