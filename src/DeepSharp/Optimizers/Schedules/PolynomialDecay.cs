using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record LearningRateSchedule
{
    /// <summary>The same as <c>new PolynomialDecay(...)</c>, where the parameters are described.</summary>
    public static PolynomialDecay PolynomialDecay(
        double initialLearningRate, int decaySteps, double endLearningRate = 0.0001, double power = 1, bool cycle = false,
        string name = "PolynomialDecay") => new(
            initialLearningRate, decaySteps, endLearningRate, power, cycle, name);
}

/// <summary>
/// A rate that falls to an end along a polynomial: <c>(initial - end) · (1 - step / decaySteps)^power + end</c>, and stays there.
/// </summary>
/// <example><code>new SGD(new PolynomialDecay(0.1, decaySteps: 10_000, endLearningRate: 0.01))   // a straight line</code></example>
public sealed record PolynomialDecay : LearningRateSchedule
{
    /// <summary>Sets the parameters.</summary>
    /// <param name="initialLearningRate">The rate of the first step, 0 or more.</param>
    /// <param name="decaySteps">Steps to the end, 1 or more.</param>
    /// <param name="endLearningRate">The rate at the end, 0 or more.</param>
    /// <param name="power">1 for a straight line, 0.5 for a root; above 0.</param>
    /// <param name="cycle">Whether <paramref name="decaySteps"/> is doubled, tripled and so on when its end has passed.</param>
    /// <param name="name">Kept in the config.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public PolynomialDecay(
        double initialLearningRate, int decaySteps, double endLearningRate = 0.0001, double power = 1, bool cycle = false,
        string name = "PolynomialDecay")
    {
        InitialLearningRate = Rate(initialLearningRate);
        DecaySteps = Steps(decaySteps);
        EndLearningRate = Rate(endLearningRate);
        Power = WrittenNumber.Of(OptionNumber.Where((float)power > 0, ClassName, power, "a power above 0"));
        (Cycle, Name) = (cycle, name);
    }

    /// <summary>The rate of the first step.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Steps to the end.</summary>
    public int DecaySteps { get; }

    /// <summary>The rate at the end.</summary>
    public double EndLearningRate { get; }

    /// <summary>1 for a straight line.</summary>
    public double Power { get; }

    /// <summary>Whether the time to the end grows when it has passed.</summary>
    public bool Cycle { get; }

    /// <summary>Kept in the config.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double steps = DecaySteps;
        if (Cycle) steps *= Math.Max(1, Math.Ceiling(step / steps));
        double share = Math.Min(step / steps, 1);
        return (InitialLearningRate - EndLearningRate) * Math.Pow(1 - share, Power) + EndLearningRate;
    }

    internal static PolynomialDecay Read(ConfigReader reader) => new(
        reader.Float("initial_learning_rate"), reader.Int("decay_steps"), reader.Float("end_learning_rate", 0.0001f),
        reader.Float("power", 1f), reader.Bool("cycle", false), reader.String("name", "PolynomialDecay")!);

    /// <inheritdoc/>
    protected override JsonObject GetConfig() => new()
    {
        ["initial_learning_rate"] = (float)InitialLearningRate,
        ["decay_steps"] = DecaySteps,
        ["end_learning_rate"] = (float)EndLearningRate,
        ["power"] = (float)Power,
        ["cycle"] = Cycle,
        ["name"] = Name,
    };
}
