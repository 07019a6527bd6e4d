using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>The best of one share over all thresholds at which another one is large enough.</summary>
internal abstract class BestUnderConstraint : ConfusionMetric
{
    private readonly float _least;
    private readonly int _thresholds;
    private readonly int? _classId;

    private protected BestUnderConstraint(string name, string className, double least, int numThresholds, int? classId)
        : base(name, new ConfusionCounts(Evenly(className, numThresholds)), classId: classId)
    {
        if (classId < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(classId), $"{className}: expected a classId of 0 or more but got {classId}.");
        }

        (_least, _thresholds, _classId) = (OptionNumber.Share(className, least), numThresholds, classId);
    }

    public sealed override double Result
    {
        get
        {
            double best = 0;
            for (int i = 0; i < Counts.Count; i++)
            {
                // In floats, as Keras compares: 0.1 is large enough for 0.1.
                Confusion counts = Counts[i];
                if ((float)Constrained(counts) >= _least) best = Math.Max(best, Best(counts));
            }

            return best;
        }
    }

    /// <summary>Keras's name of the constraint.</summary>
    private protected abstract string Key { get; }

    /// <summary>What has to be large enough.</summary>
    private protected abstract double Constrained(Confusion counts);

    /// <summary>What is to be as large as possible.</summary>
    private protected abstract double Best(Confusion counts);

    protected sealed override void WriteConfig(JsonObject config)
    {
        (config["class_id"], config["num_thresholds"]) = (_classId, _thresholds);
        config[Key] = _least;
    }

    private static float[] Evenly(string className, int count) => count switch
    {
        < 1 => throw new ArgumentOutOfRangeException(
            "numThresholds", $"{className}: expected numThresholds of 1 or more but got {count}."),
        1 => [0.5f],
        _ => [.. Enumerable.Range(0, count).Select(i => (float)((double)i / (count - 1)))],
    };
}
