using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>
    /// max(x - τ, 0) over the last axis, so that many values are 0 (Martins and Astudillo 2016), with the τ that Keras 3 computes.
    /// </summary>
    /// <remarks>Where more than one value is left, they sum to less than 1: Keras takes more off than the paper does.</remarks>
    public static Activation Sparsemax { get; } = new SparsemaxActivation(-1);

    /// <summary>
    /// max(x - τ, 0) over an axis, so that many values are 0 (Martins and Astudillo 2016), with the τ that Keras 3 computes.
    /// </summary>
    /// <param name="axis">The axis that values are compared over; negative ones count from the end.</param>
    public static Activation SparsemaxOver(int axis) => axis == -1 ? Sparsemax : new SparsemaxActivation(axis);
}

/// <summary>max(x - τ, 0) over an axis, so that many values are 0.</summary>
internal sealed record SparsemaxActivation(int Axis) : Activation
{
    private readonly SparsemaxOp _op = new(Axis);

    public override string Name => "sparsemax";

    public static Activation Read(ConfigReader reader) => SparsemaxOver(reader.Int("axis", -1));

    public override Tensor Apply(Tensor x) => Tape.Run(_op, x);

    // The op follows from the axis and takes no part in equality.
    public bool Equals(SparsemaxActivation? other) => other is not null && Axis == other.Axis;

    public override int GetHashCode() => Axis;

    protected override JsonObject GetConfig() => Axis == -1 ? [] : new JsonObject { ["axis"] = Axis };
}
