using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>How large the steps of an optimizer are: one number, or a schedule by the number of the step.</summary>
/// <remarks>Both convert by themselves, so that optimizers take either.</remarks>
/// <example><code>
/// new Adam(1e-3)
/// new Adam(new CosineDecay(1e-3, decaySteps: 10_000))
/// </code></example>
public readonly struct LearningRate
{
    private LearningRate(double value, LearningRateSchedule? schedule) => (Given, Schedule) = (value, schedule);

    /// <summary>A rate for each step; what a schedule converts to.</summary>
    public LearningRate(LearningRateSchedule schedule)
        : this(0, schedule ?? throw new ArgumentNullException(nameof(schedule)))
    {
    }

    /// <summary>The schedule; null for one number.</summary>
    public LearningRateSchedule? Schedule { get; }

    /// <summary>The number as it was given, which the optimizer checks; 0 for a schedule.</summary>
    internal double Given { get; }

    /// <summary>The same rate for all steps.</summary>
    public static implicit operator LearningRate(double value) => new(value, null);

    /// <summary>A rate for each step.</summary>
    public static implicit operator LearningRate(LearningRateSchedule schedule) => new(schedule);

    /// <summary>The rate of a step.</summary>
    /// <param name="step">Steps taken before: 0 for the first.</param>
    public double At(long step) => Schedule?.At(step) ?? WrittenNumber.Rounded(Given);

    /// <summary>The number, or the schedule.</summary>
    public override string ToString() => Schedule?.ToString() ?? $"{WrittenNumber.Rounded(Given)}";

    /// <summary>Reads Keras's <c>learning_rate</c>: a number or the object of a schedule.</summary>
    internal static LearningRate Read(ConfigReader reader, float missing) =>
        reader.Node("learning_rate") is JsonObject schedule
            ? LearningRateSchedule.FromConfig(schedule)
            : reader.Float("learning_rate", missing);
}
