using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>
    /// ReLU with all of Keras's options: f(x) = maxValue from there on, x from the threshold on, negativeSlope·(x - threshold) below.
    /// </summary>
    /// <param name="negativeSlope">Slope below the threshold.</param>
    /// <param name="maxValue">The largest value; null for no limit.</param>
    /// <param name="threshold">Where the straight part begins.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope or the largest value is negative, or one is not finite.</exception>
    public static Activation ReLUWith(double negativeSlope = 0, double? maxValue = null, double threshold = 0)
    {
        float slope = OptionNumber.Where(negativeSlope >= 0, "ReLU", negativeSlope, "a slope of 0 or more");
        float? largest = maxValue is { } most
            ? OptionNumber.Where(most >= 0, "ReLU", most, "a largest value of 0 or more, or null,", nameof(maxValue)) : null;
        float limit = OptionNumber.Finite("ReLU", threshold);
        return slope == 0 && largest is null && limit == 0 ? ReLU : new GeneralReLUActivation(slope, largest, limit);
    }
}

/// <summary>f(x) = maxValue from there on, x from the threshold on, negativeSlope·(x - threshold) below.</summary>
internal sealed record GeneralReLUActivation(float NegativeSlope, float? MaxValue, float Limit) : Activation
{
    private readonly UnaryOp<GeneralReLUFunction> _op =
        new("ReLU", new GeneralReLUFunction(NegativeSlope, MaxValue ?? float.PositiveInfinity, Limit));

    public override string Name => "relu";

    internal override FusedActivation InferenceFusion =>
        NegativeSlope == 0 && MaxValue == 6 && Limit == 0 ? FusedActivation.ReLU6 : FusedActivation.None;

    public static Activation Read(ConfigReader reader) =>
        ReLUWith(reader.Float("negative_slope", 0f), reader.OptionalFloat("max_value"), reader.Float("threshold", 0f));

    public override Tensor Apply(Tensor x) => Tape.Run(_op, x);

    // The op follows from the parameters and takes no part in equality.
    public bool Equals(GeneralReLUActivation? other) => other is not null
        && (NegativeSlope, MaxValue, Limit) == (other.NegativeSlope, other.MaxValue, other.Limit);

    public override int GetHashCode() => HashCode.Combine(NegativeSlope, MaxValue, Limit);

    protected override JsonObject GetConfig() =>
        new() { ["negative_slope"] = NegativeSlope, ["max_value"] = MaxValue, ["threshold"] = Limit };
}
