using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = x above the threshold, <paramref name="defaultValue"/> elsewhere.</summary>
    /// <remarks>Neither parameter has a default, so the name <c>"threshold"</c> alone stands for no activation.</remarks>
    /// <param name="threshold">The largest value that is replaced.</param>
    /// <param name="defaultValue">What replaces it.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not finite.</exception>
    public static Activation Threshold(double threshold, double defaultValue) =>
        new ThresholdActivation(OptionNumber.Finite("Threshold", threshold), OptionNumber.Finite("Threshold", defaultValue));
}

/// <summary>f(x) = x above the threshold, a constant elsewhere.</summary>
internal sealed record ThresholdActivation(float Limit, float DefaultValue) : Activation
{
    private readonly UnaryOp<ThresholdFunction> _op = new("Threshold", new ThresholdFunction(Limit, DefaultValue));

    public override string Name => "threshold";

    public static Activation Read(ConfigReader reader) => Threshold(reader.Float("threshold"), reader.Float("default_value"));

    public override Tensor Apply(Tensor x) => Tape.Run(_op, x);

    // The op follows from the parameters and takes no part in equality.
    public bool Equals(ThresholdActivation? other) => other is not null && (Limit, DefaultValue) == (other.Limit, other.DefaultValue);

    public override int GetHashCode() => HashCode.Combine(Limit, DefaultValue);

    protected override JsonObject GetConfig() => new() { ["threshold"] = Limit, ["default_value"] = DefaultValue };
}
