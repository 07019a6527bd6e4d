namespace DeepSharp;

/// <summary>1 where any value over axes is not 0, or all are, else 0. It has no gradient.</summary>
internal sealed class ReduceLogicalOp(int[] axes, bool keepDims, bool isAny) : ReduceOp(axes, keepDims)
{
    public override string Name => isAny ? "Any" : "All";

    /// <summary>Whether one value that is not 0 suffices.</summary>
    public bool IsAny => isAny;

    public override void Forward(Node node)
    {
        Shape x = node.InputShape(0);
        uint reduced = AxisMask(x);
        Span<float> output = node.OutputSpan;
        output.Fill(isAny ? 0f : 1f);

        // Masks are small: one walk over the values, with the place of each in the output.
        Span<int> at = stackalloc int[x.Rank];
        foreach (float value in node.Input(0))
        {
            int place = 0;
            for (int axis = 0; axis < x.Rank; axis++)
            {
                if ((reduced >> axis & 1) == 0) place = place * x[axis] + at[axis];
            }

            if (value != 0f == isAny) output[place] = isAny ? 1f : 0f;
            for (int axis = x.Rank - 1; axis >= 0 && ++at[axis] == x[axis]; axis--) at[axis] = 0;
        }
    }

    public override void Backward(Node node)
    {
    }
}
