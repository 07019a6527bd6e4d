namespace DeepSharp;

/// <summary>1 at the position of a new axis that each value names, 0 elsewhere; all 0 where it names none. It has no gradient.</summary>
internal sealed class OneHotOp(int classes, int axis) : Op
{
    public override string Name => "OneHot";

    /// <summary>How many classes.</summary>
    public int Classes => classes;

    /// <summary>The axis; negative ones count from the end.</summary>
    public int Axis => axis;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0].Insert(axis, classes);

    public override void Forward(Node node)
    {
        AxisView y = AxisView.Of(node.Output.Shape, axis);
        ReadOnlySpan<float> labels = node.Input(0);
        Span<float> to = node.OutputSpan;
        to.Clear();
        for (int i = 0; i < labels.Length; i++)
        {
            int label = (int)labels[i];
            if (label != labels[i] || (uint)label >= (uint)classes) continue;
            to[(i / y.Inner * y.Length + label) * y.Inner + i % y.Inner] = 1f;
        }
    }

    public override void Backward(Node node)
    {
    }
}
