using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record LearningRateSchedule
{
    /// <summary>The same as <c>new InverseTimeDecay(...)</c>, where the parameters are described.</summary>
    public static InverseTimeDecay InverseTimeDecay(
        double initialLearningRate, int decaySteps, double decayRate, bool staircase = false, string name = "InverseTimeDecay") => new(
            initialLearningRate, decaySteps, decayRate, staircase, name);
}

/// <summary>A rate that falls with the inverse of time: <c>initialLearningRate / (1 + decayRate · step / decaySteps)</c>.</summary>
/// <example><code>new SGD(new InverseTimeDecay(0.1, decaySteps: 100, decayRate: 0.5))</code></example>
public sealed record InverseTimeDecay : LearningRateSchedule
{
    /// <summary>Sets the parameters.</summary>
    /// <param name="initialLearningRate">The rate of the first step, 0 or more.</param>
    /// <param name="decaySteps">The unit of time, in steps, 1 or more.</param>
    /// <param name="decayRate">What the divisor grows by in a unit of time, 0 or more.</param>
    /// <param name="staircase">Whether the rate falls at once every <paramref name="decaySteps"/>, instead of a little each step.</param>
    /// <param name="name">Kept in the config.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public InverseTimeDecay(
        double initialLearningRate, int decaySteps, double decayRate, bool staircase = false, string name = "InverseTimeDecay")
    {
        InitialLearningRate = Rate(initialLearningRate);
        DecaySteps = Steps(decaySteps);
        DecayRate = Rate(decayRate);
        (Staircase, Name) = (staircase, name);
    }

    /// <summary>The rate of the first step.</summary>
    public double InitialLearningRate { get; }

    /// <summary>The unit of time, in steps.</summary>
    public int DecaySteps { get; }

    /// <summary>What the divisor grows by in a unit of time.</summary>
    public double DecayRate { get; }

    /// <summary>Whether the rate falls at once every <see cref="DecaySteps"/>.</summary>
    public bool Staircase { get; }

    /// <summary>Kept in the config.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double periods = (double)step / DecaySteps;
        return InitialLearningRate / (1 + DecayRate * (Staircase ? Math.Floor(periods) : periods));
    }

    internal static InverseTimeDecay Read(ConfigReader reader) => new(
        reader.Float("initial_learning_rate"), reader.Int("decay_steps"), reader.Float("decay_rate"), reader.Bool("staircase", false),
        reader.String("name", "InverseTimeDecay")!);

    /// <inheritdoc/>
    protected override JsonObject GetConfig() => new()
    {
        ["initial_learning_rate"] = (float)InitialLearningRate,
        ["decay_steps"] = DecaySteps,
        ["decay_rate"] = (float)DecayRate,
        ["staircase"] = Staircase,
        ["name"] = Name,
    };
}
