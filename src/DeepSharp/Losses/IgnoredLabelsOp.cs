namespace DeepSharp;

/// <summary>
/// The mask of an ignored class: 0 for its labels, 1 for others; 0 too where a mask given besides is. Inputs: labels, and that mask if
/// there is one.
/// </summary>
internal sealed class IgnoredLabelsOp(int ignoreClass) : Op
{
    public override string Name => "Ignored labels";

    /// <summary>The class whose samples do not count; null for none.</summary>
    public int IgnoreClass => ignoreClass;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) =>
        inputs[0].Rank > 1 && inputs[0][^1] == 1 ? inputs[0][..^1] : inputs[0];

    public override void Forward(Node node)
    {
        ReadOnlySpan<float> labels = node.Input(0), mask = node.InputCount == 2 ? node.Input(1) : [];
        int perMask = mask.IsEmpty ? 1 : labels.Length / mask.Length;
        for (int i = 0; i < labels.Length; i++)
        {
            bool counts = labels[i] != ignoreClass && (mask.IsEmpty || mask[i / perMask] != 0f);
            node.OutputSpan[i] = counts ? 1f : 0f;
        }
    }

    // Masks and labels are data: nothing flows back.
    public override void Backward(Node node)
    {
    }
}
