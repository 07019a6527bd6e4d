using DeepSharp;
using DeepSharp.Layers;

namespace Programs;

/// <summary>From "Building autoencoders in Keras": one model, and its two halves by themselves.</summary>
public class AutoencoderTests
{
    [Fact]
    public void Learns_to_draw_from_a_short_code()
    {
        Utils.SetRandomSeed(812);
        int encodingDim = 32;

        var inputImg = new Input(shape: [784]);
        var encoded = new Dense(encodingDim, activation: "relu", activityRegularizer: Regularizer.L1(10e-7)).Apply(inputImg);
        var decoded = new Dense(784, activation: "sigmoid").Apply(encoded);
        var autoencoder = new Model(inputImg, decoded);

        var encoder = new Model(inputImg, encoded);
        var encodedInput = new Input(shape: [encodingDim]);
        var decoderLayer = autoencoder.Layers[^1];
        var decoder = new Model(encodedInput, decoderLayer.Apply(encodedInput));

        autoencoder.Compile(optimizer: "adam", loss: "binary_crossentropy");
        var ((xTrain, _), (xTest, _)) = Digits.Load(1000, 200);
        xTrain = (xTrain / 255).Reshape(xTrain.Count, -1);   // x_train.reshape((len(x_train), np.prod(x_train.shape[1:])))
        xTest = (xTest / 255).Reshape(xTest.Count, -1);
        autoencoder.Fit(xTrain, xTrain, epochs: 20, batchSize: 64, shuffle: true, validationData: (xTest, xTest), verbose: 0);

        var encodedImgs = encoder.Predict(xTest);
        var decodedImgs = decoder.Predict(encodedImgs);

        // The halves are the whole, and the drawing is much nearer to the picture than the mean picture is.
        Assert.Equal(autoencoder.Predict(xTest).ToArray(), decodedImgs.ToArray());
        Tensor pictures = xTest.ToTensor();
        float drawn = (decodedImgs - pictures).Square().Mean().Item();
        float mean = (Ops.Mean(pictures, axis: 0) - pictures).Square().Mean().Item();
        Assert.True(drawn < 0.5 * mean, $"squared error {drawn}, that of the mean picture {mean}");
    }
}
