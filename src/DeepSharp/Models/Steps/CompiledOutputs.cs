namespace DeepSharp;

/// <summary>
/// The outputs of a model, each with the loss and the metrics that it was compiled with, and the values that are reported. Which belongs to
/// which is known once <see cref="Bind"/> has said how the outputs are called.
/// </summary>
internal sealed class CompiledOutputs(
    IReadOnlyList<Metric> own, LossSet? losses, LossWeights? lossWeights, MetricSet? metrics, MetricSet? weightedMetrics)
{
    private OutputTraining[] _outputs = [];
    private ReportedValues? _values;

    /// <summary>The names of the outputs.</summary>
    public string[] Names { get; private set; } = [];

    public int Count => _outputs.Length;

    public OutputTraining this[int index] => _outputs[index];

    public bool IsBound => _values is not null;

    public ReportedValues Values => _values ?? throw new InvalidOperationException("The outputs of the model are not known yet.");

    /// <summary>The values, if they are known.</summary>
    public ReportedValues? KnownValues => _values;

    /// <summary>The mean of the loss.</summary>
    public RunningMean LossMean { get; } = new();

    /// <summary>Says what the outputs are called, and so which loss and metrics belong to which.</summary>
    /// <exception cref="ArgumentException">Losses, weights or metrics do not fit the outputs.</exception>
    public void Bind(string[] names)
    {
        if (IsBound && names.SequenceEqual(Names)) return;
        Loss?[] found = losses?.For(names) ?? new Loss?[names.Length];
        float[]? weights = lossWeights?.For(names);
        Metric[][]? plain = metrics?.For("metrics", names), weighted = weightedMetrics?.For("weightedMetrics", names);
        OutputTraining[] outputs = [.. names.Select((name, i) =>
            new OutputTraining(name, found[i], weights?[i] ?? 1f, plain?[i] ?? [], weighted?[i] ?? []))];
        _values = new ReportedValues(LossMean, outputs, own);
        (_outputs, Names) = (outputs, names);
    }

    /// <summary>Says that metrics or layers came or went: the outputs have to be bound again.</summary>
    public void Forget() => _values = null;
}
