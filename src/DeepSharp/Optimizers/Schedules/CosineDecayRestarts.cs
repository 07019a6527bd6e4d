using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record LearningRateSchedule
{
    /// <summary>The same as <c>new CosineDecayRestarts(...)</c>, where the parameters are described.</summary>
    public static CosineDecayRestarts CosineDecayRestarts(
        double initialLearningRate, int firstDecaySteps, double tMul = 2, double mMul = 1, double alpha = 0,
        string name = "SGDRDecay") => new(
            initialLearningRate, firstDecaySteps, tMul, mMul, alpha, name);
}

/// <summary>A rate that falls along half a wave of a cosine, again and again (Loshchilov and Hutter 2016, SGDR).</summary>
/// <remarks>Each period is <c>tMul</c> times as long as the one before and starts from <c>mMul</c> times its rate.</remarks>
/// <example><code>new SGD(new CosineDecayRestarts(0.1, firstDecaySteps: 1000))   // periods of 1000, 2000, 4000, ...</code></example>
public sealed record CosineDecayRestarts : LearningRateSchedule
{
    /// <summary>Sets the parameters.</summary>
    /// <param name="initialLearningRate">The rate of the first step, 0 or more.</param>
    /// <param name="firstDecaySteps">Steps of the first period, 1 or more.</param>
    /// <param name="tMul">How many times as long each period is as the one before, 1 or more.</param>
    /// <param name="mMul">The factor between the first rates of two periods, 0 or more.</param>
    /// <param name="alpha">The share of the initial rate that is left at the end of a period, 0 or more.</param>
    /// <param name="name">Kept in the config.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public CosineDecayRestarts(
        double initialLearningRate, int firstDecaySteps, double tMul = 2, double mMul = 1, double alpha = 0, string name = "SGDRDecay")
    {
        InitialLearningRate = Rate(initialLearningRate);
        FirstDecaySteps = Steps(firstDecaySteps);
        TMul = WrittenNumber.Of(OptionNumber.Where((float)tMul >= 1, ClassName, tMul, "tMul of 1 or more"));
        (MMul, Alpha, Name) = (Rate(mMul), Rate(alpha), name);
    }

    /// <summary>The rate of the first step.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Steps of the first period.</summary>
    public int FirstDecaySteps { get; }

    /// <summary>How many times as long each period is as the one before.</summary>
    public double TMul { get; }

    /// <summary>The factor between the first rates of two periods.</summary>
    public double MMul { get; }

    /// <summary>The share of the initial rate that is left at the end of a period.</summary>
    public double Alpha { get; }

    /// <summary>Kept in the config.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        (int restarts, double share) = Period((double)step / FirstDecaySteps);
        double wave = 0.5 * Math.Pow(MMul, restarts) * (1 + Math.Cos(Math.PI * share));
        return InitialLearningRate * ((1 - Alpha) * wave + Alpha);
    }

    internal static CosineDecayRestarts Read(ConfigReader reader) => new(
        reader.Float("initial_learning_rate"), reader.Int("first_decay_steps"), reader.Float("t_mul", 2f), reader.Float("m_mul", 1f),
        reader.Float("alpha", 0f), reader.String("name", "SGDRDecay")!);

    /// <inheritdoc/>
    protected override JsonObject GetConfig() => new()
    {
        ["initial_learning_rate"] = (float)InitialLearningRate,
        ["first_decay_steps"] = FirstDecaySteps,
        ["t_mul"] = (float)TMul,
        ["m_mul"] = (float)MMul,
        ["alpha"] = (float)Alpha,
        ["name"] = Name,
    };

    // Which period a time is in, counted in first periods, and which share of it has gone by. Periods that grow are few: they are walked.
    private (int Restarts, double Share) Period(double time)
    {
        if (TMul == 1) return ((int)time, time - Math.Floor(time));
        int restarts = 0;
        double start = 0, length = 1;
        while (time >= start + length)
        {
            start += length;
            length *= TMul;
            restarts++;
        }

        return (restarts, (time - start) / length);
    }
}
