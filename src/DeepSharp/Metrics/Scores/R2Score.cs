using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>1 - Σ (y - p)² / Σ (y - mean of y)²: the share of the variance of targets that predictions explain.</summary>
    /// <param name="classAggregation">How several outputs become one number.</param>
    /// <param name="numRegressors">
    /// How many numbers the predictions were made of, for the adjusted score; 0 for the plain one. As in Keras, elements count as samples.
    /// </param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Metric R2Score(
        R2Aggregation classAggregation = default, int numRegressors = 0, string name = "r2_score") =>
        numRegressors >= 0
            ? new R2ScoreMetric(classAggregation, numRegressors, name)
            : throw new ArgumentOutOfRangeException(
                nameof(numRegressors), $"R2Score: expected numRegressors of 0 or more but got {numRegressors}.");
}

/// <summary>1 - Σ (y - p)² / Σ (y - mean of y)². As in Keras it knows no masks.</summary>
internal sealed class R2ScoreMetric(R2Aggregation aggregation, int regressors, string name) : Metric(name)
{
    private double[] _squares = [], _sums = [], _residuals = [], _weights = [], _scores = [];
    private double _elements;

    public override string ClassName => "R2Score";

    public override bool? LargerIsBetter => true;

    public override double Result
    {
        get
        {
            double sum = 0, weights = 0;
            for (int i = 0; i < _sums.Length; i++)
            {
                (double score, double total) = ScoreOf(i);
                double weight = aggregation == R2Aggregation.VarianceWeightedAverage ? total : 1;
                (sum, weights) = (sum + weight * score, weights + weight);
            }

            return _elements == 0 ? 0 : Adjusted(sum / weights);
        }
    }

    public override IReadOnlyList<double>? Vector
    {
        get
        {
            if (aggregation != R2Aggregation.None || _sums.Length == 0) return null;
            if (_scores.Length != _sums.Length) _scores = new double[_sums.Length];
            for (int i = 0; i < _scores.Length; i++) _scores[i] = _elements == 0 ? 0 : Adjusted(ScoreOf(i).Score);
            return _scores;
        }
    }

    public static Metric Read(ConfigReader reader) => R2Score(
        reader.IsNull("class_aggregation") ? R2Aggregation.None : (R2Aggregation)reader.String("class_aggregation", "uniform_average")!,
        reader.Int("num_regressors", 0));

    public override void Reset()
    {
        _squares.AsSpan().Clear();
        _sums.AsSpan().Clear();
        _residuals.AsSpan().Clear();
        _weights.AsSpan().Clear();
        _elements = 0;
    }

    public override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        CheckShapes(target.Shape, prediction.Shape);
        int outputs = prediction.Rank == 2 ? prediction.Shape[1] : 1, rows = prediction.Shape[0];
        if (sampleWeight is not null) LossShapes.CheckWeights(sampleWeight.Shape, prediction.Shape);
        if (_sums.Length == 0 && outputs > 0)
        {
            (_squares, _sums, _residuals, _weights) = (new double[outputs], new double[outputs], new double[outputs], new double[outputs]);
        }

        if (_sums.Length != outputs)
        {
            throw new ShapeException($"Metric {Name}: expected predictions of {_sums.Length} outputs but got {prediction.Shape}.");
        }

        ReadOnlySpan<float> y = target.Span, p = prediction.Span, weights = sampleWeight is null ? [] : sampleWeight.Span;
        int perWeight = weights.IsEmpty ? 1 : p.Length / weights.Length;
        for (int i = 0; i < rows * outputs; i++) Add(i % outputs, y[i], p[i], weights.IsEmpty ? 1 : weights[i / perWeight]);
        _elements += rows * (double)outputs;
    }

    internal override void CheckShapes(Shape target, Shape prediction)
    {
        bool isColumn = prediction.Rank == 2 && prediction[1] == 1 && target == prediction[..1];
        bool isFlat = prediction.Rank == 1 && target.Rank == 2 && target[1] == 1 && target[..1] == prediction;
        if (isColumn || isFlat || (prediction.Rank == 2 && target == prediction)) return;
        throw new ShapeException(
            $"Metric {Name}: expected targets and predictions of rank 2, (batch, outputs), both of one shape, but got {target} and " +
            $"{prediction}.");
    }

    protected override void KeepState(MetricState state)
    {
        state.Keep(ref _squares);
        state.Keep(ref _sums);
        state.Keep(ref _residuals);
        state.Keep(ref _weights);
        state.Keep(ref _elements);
    }

    protected override void WriteConfig(JsonObject config)
    {
        config["class_aggregation"] = aggregation == R2Aggregation.None ? null : aggregation.Name;
        config["num_regressors"] = regressors;
    }

    private void Add(int output, double y, double p, double weight)
    {
        if (weight == 0) return;
        _sums[output] += y * weight;
        _squares[output] += y * y * weight;
        _residuals[output] += (y - p) * (y - p) * weight;
        _weights[output] += weight;
    }

    // Of targets that are all equal the quotient is infinite, which Keras takes for 0.
    private (double Score, double Total) ScoreOf(int output)
    {
        double total = _squares[output] - _sums[output] * (_sums[output] / _weights[output]);
        double score = 1 - _residuals[output] / total;
        return (double.IsInfinity(score) ? 0 : score, total);
    }

    private double Adjusted(double score) => regressors == 0 || regressors >= _elements - 1
        ? score : 1 - (1 - score) * (_elements - 1) / (_elements - regressors - 1);
}
