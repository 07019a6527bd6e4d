namespace DeepSharp;

/// <summary>A tensor of one value in the shape of another, without a gradient.</summary>
internal sealed class FilledOp(string name, float value) : Op
{
    public static readonly FilledOp ZerosLike = new("ZerosLike", 0f);
    public static readonly FilledOp OnesLike = new("OnesLike", 1f);

    public override string Name => name;

    /// <summary>The value.</summary>
    public float Value => value;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward(Node node) => node.OutputSpan.Fill(value);

    public override void Backward(Node node)
    {
    }
}
