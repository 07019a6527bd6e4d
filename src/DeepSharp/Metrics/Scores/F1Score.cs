using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial class Metric
{
    /// <summary>2·precision·recall / (precision + recall), of each class.</summary>
    /// <param name="average">How classes become one number; null for one result a class, see <see cref="Vector"/>.</param>
    /// <param name="threshold">Above which a prediction is a yes, above 0 to 1; null for the largest of each row.</param>
    /// <param name="name">What logs call it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not above 0 to 1.</exception>
    /// <example><code>
    /// model.Compile("adam", "categorical_crossentropy", metrics: [Metric.F1Score("macro")]);
    /// </code></example>
    public static Metric F1Score(FScoreAverage? average = null, double? threshold = null, string name = "f1_score") =>
        new F1ScoreMetric(average, threshold, name);
}

/// <summary>2·precision·recall / (precision + recall), of each class.</summary>
internal sealed class F1ScoreMetric(FScoreAverage? average, double? threshold, string name)
    : FBetaScoreMetric("F1Score", average, 1, threshold, name)
{
    public override string ClassName => "F1Score";

    public static new Metric Read(ConfigReader reader) => F1Score(AverageIn(reader), reader.OptionalFloat("threshold"));

    protected override void WriteConfig(JsonObject config)
    {
        base.WriteConfig(config);
        config.Remove("beta");
    }
}
