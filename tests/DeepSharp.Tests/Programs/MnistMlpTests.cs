using DeepSharp;
using DeepSharp.Layers;

namespace Programs;

/// <summary>Keras's first program: mnist_mlp.py.</summary>
public class MnistMlpTests
{
    [Fact]
    public void Learns_the_digits()
    {
        Utils.SetRandomSeed(812);
        int batchSize = 128, numClasses = 10, epochs = 5;

        var ((xTrain, labelsTrain), (xTest, labelsTest)) = Digits.Load(1000, 200);   // mnist.load_data()
        xTrain = xTrain.Reshape(1000, 784);
        xTest = xTest.Reshape(200, 784);
        xTrain /= 255;                                       // no astype("float32"): bytes become floats by themselves
        xTest /= 255;
        var yTrain = Utils.ToCategorical(labelsTrain, numClasses);
        var yTest = Utils.ToCategorical(labelsTest, numClasses);

        var model = new Sequential();
        model.Add(new Dense(512, activation: "relu", inputShape: [784]));
        model.Add(new Dropout(0.2));
        model.Add(new Dense(512, activation: "relu"));
        model.Add(new Dropout(0.2));
        model.Add(new Dense(numClasses, activation: "softmax"));

        model.Compile(loss: "categorical_crossentropy", optimizer: new RMSprop(), metrics: ["accuracy"]);
        var history = model.Fit(
            xTrain, yTrain, batchSize: batchSize, epochs: epochs, verbose: 0, validationData: (xTest, yTest));
        var (loss, accuracy) = model.Evaluate(xTest, yTest, verbose: 0);   // score[0], score[1]

        Assert.Equal(669_706, model.CountParams());
        Assert.True(accuracy >= 0.98, $"test accuracy {accuracy}");
        Assert.True(loss < 0.1 * history["loss"][0], $"loss {loss} after {history["loss"][0]}");
    }
}
