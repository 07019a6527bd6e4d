using DeepSharp;
using DeepSharp.Callbacks;
using DeepSharp.Layers;

namespace Programs;

/// <summary>Keras's weather forecast: windows over a series, an LSTM, and the best weights kept.</summary>
public class TimeSeriesTests
{
    [Fact]
    public void Learns_what_comes_after_a_window()
    {
        Utils.SetRandomSeed(812);
        int past = 24, batchSize = 32;
        var series = Tensor.From([.. Enumerable.Range(0, 800).Select(i => MathF.Sin(i * 0.2f) + 0.5f * MathF.Sin(i * 0.31f))]).Reshape(800, 1);

        var datasetTrain = Utils.TimeSeriesDatasetFromArray(
            series[..600], series[past..], sequenceLength: past, batchSize: batchSize, shuffle: true, seed: 1);
        var datasetVal = Utils.TimeSeriesDatasetFromArray(
            series[600..799], series[(600 + past)..], sequenceLength: past, batchSize: batchSize);

        var (first, targets, _) = datasetTrain.First();      // for batch in dataset_train.take(1): inputs, targets = batch
        var inputs = new Input(shape: first[0].SampleShape);
        var lstmOut = new LSTM(16).Apply(inputs);
        var outputs = new Dense(1).Apply(lstmOut);
        var model = new Model(inputs: inputs, outputs: outputs);
        model.Compile(optimizer: new Adam(learningRate: 0.01), loss: "mse");

        // ModelCheckpoint is not here: EarlyStopping keeps the best weights itself.
        var esCallback = new EarlyStopping(monitor: "val_loss", minDelta: 0, patience: 5, restoreBestWeights: true);
        var history = model.Fit(
            datasetTrain, epochs: 12, validationBatches: datasetVal, callbacks: [esCallback], verbose: 0);   // validation_data=dataset_val

        Assert.Equal((new Shape(32, 24, 1), new Shape(32, 1)), (first[0].Shape, targets![0].Shape));
        double unchanged = (series[(600 + past)..] - series[(600 + past - 1)..799]).Square().Mean().Item();
        double foretold = model.Evaluate(datasetVal, verbose: 0).Loss;
        Assert.True(foretold < 0.2 * unchanged, $"squared error {foretold}, that of 'as it is now' {unchanged}");
        Assert.Equal(history["val_loss"].Min(), foretold, 1e-6);
    }
}
