using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record LearningRateSchedule
{
    /// <summary>The same as <c>new ExponentialDecay(...)</c>, where the parameters are described.</summary>
    public static ExponentialDecay ExponentialDecay(
        double initialLearningRate, int decaySteps, double decayRate, bool staircase = false, string name = "ExponentialDecay") => new(
            initialLearningRate, decaySteps, decayRate, staircase, name);
}

/// <summary>A rate that falls by a factor every so many steps: <c>initialLearningRate · decayRate^(step / decaySteps)</c>.</summary>
/// <example><code>new SGD(new ExponentialDecay(0.1, decaySteps: 1000, decayRate: 0.9))</code></example>
public sealed record ExponentialDecay : LearningRateSchedule
{
    /// <summary>Sets the parameters.</summary>
    /// <param name="initialLearningRate">The rate of the first step, 0 or more.</param>
    /// <param name="decaySteps">Steps after which the rate has fallen by the factor, 1 or more.</param>
    /// <param name="decayRate">The factor, 0 or more.</param>
    /// <param name="staircase">Whether the rate falls at once every <paramref name="decaySteps"/>, instead of a little each step.</param>
    /// <param name="name">Kept in the config.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public ExponentialDecay(
        double initialLearningRate, int decaySteps, double decayRate, bool staircase = false, string name = "ExponentialDecay")
    {
        InitialLearningRate = Rate(initialLearningRate);
        DecaySteps = Steps(decaySteps);
        DecayRate = Rate(decayRate);
        (Staircase, Name) = (staircase, name);
    }

    /// <summary>The rate of the first step.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Steps after which the rate has fallen by the factor.</summary>
    public int DecaySteps { get; }

    /// <summary>The factor.</summary>
    public double DecayRate { get; }

    /// <summary>Whether the rate falls at once every <see cref="DecaySteps"/>.</summary>
    public bool Staircase { get; }

    /// <summary>Kept in the config.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double periods = (double)step / DecaySteps;
        return InitialLearningRate * Math.Pow(DecayRate, Staircase ? Math.Floor(periods) : periods);
    }

    internal static ExponentialDecay Read(ConfigReader reader) => new(
        reader.Float("initial_learning_rate"), reader.Int("decay_steps"), reader.Float("decay_rate"), reader.Bool("staircase", false),
        reader.String("name", "ExponentialDecay")!);

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
