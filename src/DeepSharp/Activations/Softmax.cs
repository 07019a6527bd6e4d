using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = eˣ divided by its sum over an axis: probabilities.</summary>
    public static Activation Softmax { get; } = new SoftmaxActivation(-1);

    /// <summary>f(x) = eˣ divided by its sum over an axis: probabilities.</summary>
    /// <param name="axis">The axis to sum over; negative ones count from the end.</param>
    public static Activation SoftmaxOver(int axis) => axis == -1 ? Softmax : new SoftmaxActivation(axis);
}

/// <summary>f(x) = eˣ divided by its sum over an axis: probabilities.</summary>
internal sealed record SoftmaxActivation(int Axis) : Activation
{
    private readonly SoftmaxOp _op = new(Axis);

    public override string Name => "softmax";

    public static Activation Read(ConfigReader reader) => SoftmaxOver(reader.Int("axis", -1));

    public override Tensor Apply(Tensor x) => Tape.Run(_op, x);

    // The op follows from the axis and takes no part in equality.
    public bool Equals(SoftmaxActivation? other) => other is not null && Axis == other.Axis;

    public override int GetHashCode() => Axis;

    protected override JsonObject GetConfig() => Axis == -1 ? [] : new JsonObject { ["axis"] = Axis };
}
