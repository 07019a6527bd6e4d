using System.Diagnostics;

namespace DeepSharp.Samples.Cifar10;

/// <summary>Measures the training part of each epoch: from its begin to the end of its last batch, validation left out.</summary>
internal sealed class EpochClock : Callback
{
    private long _begin;
    private long _lastBatch;
    private TimeSpan _total;
    private int _epochs;

    /// <summary>Training images a second over all epochs, data feeding and progress line included.</summary>
    public double ImagesPerSecond(int imagesPerEpoch) => (double)imagesPerEpoch * _epochs / _total.TotalSeconds;

    public override void OnEpochBegin(int epoch) => _begin = Stopwatch.GetTimestamp();

    public override void OnTrainBatchEnd(int batch, Logs logs) => _lastBatch = Stopwatch.GetTimestamp();

    public override void OnEpochEnd(int epoch, Logs logs)
    {
        _total += Stopwatch.GetElapsedTime(_begin, _lastBatch);
        _epochs++;
    }
}
