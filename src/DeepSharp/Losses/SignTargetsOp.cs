namespace DeepSharp;

/// <summary>Targets -1 and 1 for hinges: where all are 0 or 1, 0 becomes -1; others stay as they are.</summary>
internal sealed class SignTargetsOp : Op
{
    private SignTargetsOp()
    {
    }

    public static SignTargetsOp Instance { get; } = new();

    public override string Name => "Targets of a hinge";

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> targets = node.Input(0);
        Span<float> signs = node.OutputSpan;
        if (targets.ContainsAnyExcept(0f, 1f)) targets.CopyTo(signs);
        else for (int i = 0; i < targets.Length; i++) signs[i] = 2f * targets[i] - 1f;
    }

    // Targets are data: nothing flows back.
    public override void Backward(Node node)
    {
    }
}
