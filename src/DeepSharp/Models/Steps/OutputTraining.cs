namespace DeepSharp;

/// <summary>What training asks of one output of a model: its loss, how much that counts, and its metrics.</summary>
internal sealed class OutputTraining(string name, Loss? loss, float weight, Metric[] metrics, Metric[] weightedMetrics)
{
    public string Name => name;

    public Loss? Loss => loss;

    /// <summary>How much the loss counts in the sum.</summary>
    public float Weight => weight;

    /// <summary>Metrics that do not look at the weights of samples.</summary>
    public Metric[] Metrics => metrics;

    /// <summary>Metrics that do.</summary>
    public Metric[] WeightedMetrics => weightedMetrics;

    public bool NeedsTargets => loss is not null || metrics.Length > 0 || weightedMetrics.Length > 0;

    /// <summary>The mean of the loss, before it is weighted.</summary>
    public RunningMean LossMean { get; } = new();
}
