namespace DeepSharp;

/// <summary>A mean over samples: each batch counts by its number of samples, so that a short last one does not weigh more.</summary>
internal sealed class RunningMean
{
    private double _sum;
    private long _samples;

    /// <summary>The mean; 0 of nothing.</summary>
    public double Value => _samples == 0 ? 0 : _sum / _samples;

    public bool IsEmpty => _samples == 0;

    public void Add(double value, int samples)
    {
        _sum += value * samples;
        _samples += samples;
    }

    public void Reset() => (_sum, _samples) = (0, 0);

    /// <summary>Writes the sum and the number of samples, or reads them back.</summary>
    public void Keep(MetricState state)
    {
        state.Keep(ref _sum);
        state.Keep(ref _samples);
    }
}
