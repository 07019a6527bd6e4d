using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record LearningRateSchedule
{
    /// <summary>The same as <c>new CosineDecay(...)</c>, where the parameters are described.</summary>
    public static CosineDecay CosineDecay(
        double initialLearningRate, int decaySteps, double alpha = 0, string name = "CosineDecay", double? warmupTarget = null,
        int warmupSteps = 0) => new(
            initialLearningRate, decaySteps, alpha, name, warmupTarget, warmupSteps);
}

/// <summary>A rate that falls along half a wave of a cosine, after a linear warmup if wanted (Loshchilov and Hutter 2016).</summary>
/// <remarks>
/// With a warmup the rate rises from <c>initialLearningRate</c> to <c>warmupTarget</c> in <c>warmupSteps</c>, and only then falls, to
/// <c>alpha</c> times the target, in <c>decaySteps</c> more.
/// </remarks>
/// <example><code>
/// new AdamW(new CosineDecay(1e-3, decaySteps: 10_000))
/// new AdamW(new CosineDecay(0, decaySteps: 10_000, warmupTarget: 1e-3, warmupSteps: 500))
/// </code></example>
public sealed record CosineDecay : LearningRateSchedule
{
    /// <summary>Sets the parameters.</summary>
    /// <param name="initialLearningRate">The rate of the first step, 0 or more.</param>
    /// <param name="decaySteps">Steps that the rate falls, 1 or more.</param>
    /// <param name="alpha">The share of the rate that is left at the end, 0 or more.</param>
    /// <param name="name">Kept in the config.</param>
    /// <param name="warmupTarget">The rate at the end of the warmup; null for no warmup.</param>
    /// <param name="warmupSteps">Steps of the warmup, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public CosineDecay(
        double initialLearningRate, int decaySteps, double alpha = 0, string name = "CosineDecay",
        double? warmupTarget = null, int warmupSteps = 0)
    {
        InitialLearningRate = Rate(initialLearningRate);
        DecaySteps = Steps(decaySteps);
        Alpha = Rate(alpha);
        if (warmupTarget is { } target) WarmupTarget = Rate(target, nameof(warmupTarget));
        if (warmupSteps < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(warmupSteps), $"CosineDecay: expected warmupSteps of 0 or more but got {warmupSteps}.");
        }

        (WarmupSteps, Name) = (warmupSteps, name);
    }

    /// <summary>The rate of the first step.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Steps that the rate falls.</summary>
    public int DecaySteps { get; }

    /// <summary>The share of the rate that is left at the end.</summary>
    public double Alpha { get; }

    /// <summary>Kept in the config.</summary>
    public string Name { get; }

    /// <summary>The rate at the end of the warmup; null for no warmup.</summary>
    public double? WarmupTarget { get; }

    /// <summary>Steps of the warmup.</summary>
    public int WarmupSteps { get; }

    /// <inheritdoc/>
    public override double At(long step)
    {
        if (WarmupTarget is not { } target) return Decayed(InitialLearningRate, step);
        if (step >= WarmupSteps) return Decayed(target, step - WarmupSteps);
        return (target - InitialLearningRate) * ((double)step / WarmupSteps) + InitialLearningRate;
    }

    internal static CosineDecay Read(ConfigReader reader) => new(
        reader.Float("initial_learning_rate"), reader.Int("decay_steps"), reader.Float("alpha", 0f), reader.String("name", "CosineDecay")!,
        reader.OptionalFloat("warmup_target"), reader.Int("warmup_steps", 0));

    /// <inheritdoc/>
    protected override JsonObject GetConfig() => new()
    {
        ["initial_learning_rate"] = (float)InitialLearningRate,
        ["decay_steps"] = DecaySteps,
        ["alpha"] = (float)Alpha,
        ["name"] = Name,
        ["warmup_target"] = (float?)WarmupTarget,
        ["warmup_steps"] = WarmupSteps,
    };

    private double Decayed(double from, long step)
    {
        double wave = 0.5 * (1 + Math.Cos(Math.PI * Math.Min(step, DecaySteps) / DecaySteps));
        return from * ((1 - Alpha) * wave + Alpha);
    }
}
