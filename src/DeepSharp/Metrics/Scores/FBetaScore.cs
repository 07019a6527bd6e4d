using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>(1 + β²)·precision·recall / (β²·precision + recall), of each class.</summary>
    /// <param name="average">How classes become one number; null for one result a class, see <see cref="Vector"/>.</param>
    /// <param name="beta">How much more recall counts than precision; above 0.</param>
    /// <param name="threshold">Above which a prediction is a yes, above 0 to 1; null for the largest of each row.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Metric FBetaScore(
        FScoreAverage? average = null, double beta = 1, double? threshold = null, string name = "fbeta_score") =>
        new FBetaScoreMetric("FBetaScore", average, beta, threshold, name);
}

/// <summary>(1 + β²)·precision·recall / (β²·precision + recall), of each class. As in Keras it knows no masks.</summary>
internal class FBetaScoreMetric : Metric
{
    private const double Epsilon = 1e-7;

    private readonly FScoreAverage? _average;
    private readonly float _beta;
    private readonly float? _threshold;
    private double[] _truePositives = [], _falsePositives = [], _falseNegatives = [], _weights = [], _scores = [];

    public FBetaScoreMetric(string className, FScoreAverage? average, double beta, double? threshold, string name)
        : base(name)
    {
        _average = average;
        _beta = OptionNumber.Where((float)beta > 0, className, beta, "a beta above 0");
        if (threshold is { } limit)
        {
            _threshold = OptionNumber.Where((float)limit is > 0 and <= 1, className, limit, "a threshold above 0 to 1", nameof(threshold));
        }
    }

    public override string ClassName => "FBetaScore";

    public sealed override bool? LargerIsBetter => true;

    public sealed override double Result
    {
        get
        {
            double sum = 0, weights = 0;
            for (int i = 0; i < _truePositives.Length; i++)
            {
                double weight = _average == FScoreAverage.Weighted ? _weights[i] : 1;
                (sum, weights) = (sum + weight * ScoreOf(i), weights + weight);
            }

            return _average == FScoreAverage.Weighted ? sum / (weights + Epsilon) : weights == 0 ? 0 : sum / weights;
        }
    }

    public sealed override IReadOnlyList<double>? Vector
    {
        get
        {
            if (_average is not null || _truePositives.Length == 0) return null;
            if (_scores.Length != _truePositives.Length) _scores = new double[_truePositives.Length];
            for (int i = 0; i < _scores.Length; i++) _scores[i] = ScoreOf(i);
            return _scores;
        }
    }

    public static Metric Read(ConfigReader reader) =>
        FBetaScore(AverageIn(reader), reader.Float("beta", 1f), reader.OptionalFloat("threshold"));

    public sealed override void Reset()
    {
        _truePositives.AsSpan().Clear();
        _falsePositives.AsSpan().Clear();
        _falseNegatives.AsSpan().Clear();
        _weights.AsSpan().Clear();
    }

    public sealed override void Update(Tensor target, Tensor prediction, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        CheckShapes(target.Shape, prediction.Shape);
        if (sampleWeight is not null) RequireWeights(sampleWeight.Shape, prediction.Shape);
        int classes = prediction.Shape[1], kept = _average == FScoreAverage.Micro ? 1 : classes;
        Build(kept, prediction.Shape);
        ReadOnlySpan<float> y = target.Span, p = prediction.Span, weights = sampleWeight is null ? [] : sampleWeight.Span;
        for (int row = 0; row < prediction.Shape[0]; row++)
        {
            AddRow(y.Slice(row * classes, classes), p.Slice(row * classes, classes), weights.IsEmpty ? 1 : weights[row],
                kept == 1 && classes > 1);
        }
    }

    internal sealed override void CheckShapes(Shape target, Shape prediction)
    {
        if (target == prediction && prediction.Rank == 2) return;
        throw new ShapeException(
            $"Metric {Name}: expected targets and predictions of rank 2, (batch, classes), both of one shape, but got {target} and " +
            $"{prediction}.");
    }

    protected sealed override void KeepState(MetricState state)
    {
        state.Keep(ref _truePositives);
        state.Keep(ref _falsePositives);
        state.Keep(ref _falseNegatives);
        state.Keep(ref _weights);
    }

    private protected static FScoreAverage? AverageIn(ConfigReader reader) =>
        reader.String("average") is { } name ? (FScoreAverage)name : null;

    protected override void WriteConfig(JsonObject config)
    {
        config["average"] = _average?.Name;
        (config["beta"], config["threshold"]) = (_beta, _threshold);
    }

    private void Build(int kept, Shape prediction)
    {
        if (_truePositives.Length == kept) return;
        if (_truePositives.Length > 0)
        {
            throw new ShapeException($"Metric {Name}: expected predictions of {_truePositives.Length} classes but got {prediction}.");
        }

        (_truePositives, _falsePositives, _falseNegatives, _weights) = (
            new double[kept], new double[kept], new double[kept], new double[kept]);
    }

    private void AddRow(ReadOnlySpan<float> y, ReadOnlySpan<float> p, double weight, bool isTogether)
    {
        // What does not count may be anything: 0 times NaN would be NaN.
        if (weight == 0) return;
        float largest = float.NegativeInfinity;
        if (_threshold is null) foreach (float value in p) largest = MathF.Max(largest, value);
        for (int i = 0; i < p.Length; i++)
        {
            bool saysYes = _threshold is { } limit ? p[i] > limit : p[i] >= largest && MathF.Abs(p[i]) > 1e-9f;
            int at = isTogether ? 0 : i;
            double share = y[i] * weight;
            _weights[at] += share;
            (saysYes ? _truePositives : _falseNegatives)[at] += share;
            if (saysYes) _falsePositives[at] += weight - share;
        }
    }

    private double ScoreOf(int i)
    {
        double precision = _truePositives[i] / (_truePositives[i] + _falsePositives[i] + Epsilon);
        double recall = _truePositives[i] / (_truePositives[i] + _falseNegatives[i] + Epsilon), square = (double)_beta * _beta;
        return (1 + square) * precision * recall / (square * precision + recall + Epsilon);
    }

    private void RequireWeights(Shape weights, Shape prediction)
    {
        if (weights.Size == prediction[0] && (weights.Rank == 1 || (weights.Rank == 2 && weights[1] == 1))) return;
        throw new ShapeException(
            $"Metric {Name}: expected one weight for each sample, shape ({prediction[0]},), but got {weights}. Reshape the weights.");
    }
}
