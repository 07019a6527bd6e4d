using System.Text.Json.Nodes;

namespace DeepSharp;

public abstract partial record Activation
{
    /// <summary>f(x) = the logarithm of the softmax over an axis, without underflow.</summary>
    public static Activation LogSoftmax { get; } = new LogSoftmaxActivation(-1);

    /// <summary>f(x) = the logarithm of the softmax over an axis, without underflow.</summary>
    /// <param name="axis">The axis to sum over; negative ones count from the end.</param>
    public static Activation LogSoftmaxOver(int axis) => axis == -1 ? LogSoftmax : new LogSoftmaxActivation(axis);
}

/// <summary>f(x) = the logarithm of the softmax over an axis, without underflow.</summary>
internal sealed record LogSoftmaxActivation(int Axis) : Activation
{
    private readonly LogSoftmaxOp _op = new(Axis);

    public override string Name => "log_softmax";

    public static Activation Read(ConfigReader reader) => LogSoftmaxOver(reader.Int("axis", -1));

    public override Tensor Apply(Tensor x) => Tape.Run(_op, x);

    // The op follows from the axis and takes no part in equality.
    public bool Equals(LogSoftmaxActivation? other) => other is not null && Axis == other.Axis;

    public override int GetHashCode() => Axis;

    protected override JsonObject GetConfig() => Axis == -1 ? [] : new JsonObject { ["axis"] = Axis };
}
