using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>The probabilities nearest to x over the last axis, of which many are 0 (Martins and Astudillo 2016).</summary>
    public static Activation Sparsemax { get; } = new SparsemaxActivation(-1);

    /// <summary>The probabilities nearest to x over an axis, of which many are 0 (Martins and Astudillo 2016).</summary>
    /// <param name="axis">The axis that they sum to 1 over; negative ones count from the end.</param>
    public static Activation SparsemaxOver(int axis) => axis == -1 ? Sparsemax : new SparsemaxActivation(axis);
}

/// <summary>The probabilities nearest to x over an axis, of which many are 0.</summary>
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
