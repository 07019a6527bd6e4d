using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace DeepSharp;

/// <summary>A learning rate for each step: <c>new ExponentialDecay(0.1, decaySteps: 1000, decayRate: 0.9)</c>.</summary>
/// <remarks>
/// Schedules are immutable values: two with the same parameters are equal. A custom schedule overrides <see cref="At"/>, and
/// <see cref="GetConfig"/> if it has parameters; <c>ModelFile.Register</c> makes it known to files.
/// </remarks>
/// <example><code>model.Compile(new SGD(new CosineDecay(0.1, decaySteps: 5000), momentum: 0.9), "mse");</code></example>
public abstract partial record LearningRateSchedule
{
    /// <summary>Keras's class name, such as <c>ExponentialDecay</c>.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>The rate of a step, which the optimizer rounds to a float; a finite number of 0 or more.</summary>
    /// <param name="step">Steps taken before: 0 for the first.</param>
    public abstract double At(long step);

    /// <summary>Keras's object schema: module, class_name, config.</summary>
    public JsonObject ToConfig() =>
        ScheduleTable.Classes.Wrap("keras.optimizers.schedules", ClassName, this, GetConfig());

    /// <summary>Reads what <see cref="ToConfig"/> wrote, or what Keras did.</summary>
    /// <exception cref="ArgumentException">There is no such schedule; the message lists those that exist.</exception>
    /// <exception cref="FormatException">The config does not fit the schedule.</exception>
    public static LearningRateSchedule FromConfig(JsonNode config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return ScheduleTable.Classes.Read(config);
    }

    /// <summary>All parameters, in Keras's names.</summary>
    protected virtual JsonObject GetConfig() => [];

    /// <summary>A rate that was given, checked: the double with the text of its float.</summary>
    private protected double Rate(double number, [CallerArgumentExpression(nameof(number))] string name = "") =>
        WrittenNumber.Of(OptionNumber.NotNegative(ClassName, number, name));

    /// <summary>A number of steps that was given, checked.</summary>
    private protected int Steps(int value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value >= 1) return value;
        throw new ArgumentOutOfRangeException(name, $"{ClassName}: expected {name} of 1 or more but got {value}.");
    }
}
