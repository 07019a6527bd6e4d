using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = a·sigmoid(b), where a and b are the halves of x along an axis; the result is half as long there.</summary>
    /// <param name="axis">The axis to halve; negative ones count from the end.</param>
    public static Activation GLU(int axis = -1) => new GLUActivation(axis);
}

/// <summary>f(x) = a·sigmoid(b), where a and b are the halves of x along an axis. Dauphin et al. 2017, equation 1.</summary>
internal sealed record GLUActivation(int Axis) : Activation
{
    private readonly GLUOp _op = new(Axis);

    public override string Name => "glu";

    public static Activation Read(ConfigReader reader) => new GLUActivation(reader.Int("axis", -1));

    public override Shape ComputeOutputShape(Shape input) => GLUOp.OutputShape(input, Axis);

    public override Tensor Apply(Tensor x) => Tape.Run(_op, x);

    // The op follows from the axis and takes no part in equality.
    public bool Equals(GLUActivation? other) => other is not null && Axis == other.Axis;

    public override int GetHashCode() => Axis;

    protected override JsonObject GetConfig() => Axis == -1 ? [] : new JsonObject { ["axis"] = Axis };
}
