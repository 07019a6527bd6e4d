using System.Text.Json.Nodes;
using DeepSharp.Kernels;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = x above 0, negativeSlope·x below.</summary>
    /// <param name="negativeSlope">Slope below 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static Activation LeakyReLU(double negativeSlope = 0.2) =>
        new LeakyReLUActivation(OptionNumber.Finite("LeakyReLU", negativeSlope));
}

/// <summary>f(x) = x above 0, negativeSlope·x below.</summary>
internal sealed record LeakyReLUActivation(float NegativeSlope) : Activation
{
    private readonly UnaryOp<LeakyReLUFunction> _op = new("LeakyReLU", new LeakyReLUFunction(NegativeSlope));

    public override string Name => "leaky_relu";

    public static Activation Read(ConfigReader reader) => LeakyReLU(reader.Float("negative_slope", 0.2f));

    public override Tensor Apply(Tensor x) => Tape.Run(_op, x);

    // The op follows from the parameter and takes no part in equality.
    public bool Equals(LeakyReLUActivation? other) => other is not null && NegativeSlope == other.NegativeSlope;

    public override int GetHashCode() => NegativeSlope.GetHashCode();

    protected override JsonObject GetConfig() => NegativeSlope == 0.2f ? [] : new JsonObject { ["negative_slope"] = NegativeSlope };
}
