using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The sum over axes, or their mean.</summary>
internal sealed class SumOp(int[] axes, bool keepDims, bool isMean) : ReduceOp(axes, keepDims)
{
    public static readonly SumOp OfAll = new([], keepDims: false, isMean: false);
    public static readonly SumOp MeanOfAll = new([], keepDims: false, isMean: true);

    public override string Name => isMean ? "Mean" : "Sum";

    public override bool IsLinearIn(int index) => true;

    /// <summary>Whether it is the mean, not the sum.</summary>
    public bool IsMean => isMean;

    // A sum is the gradient of stretching the output to the input.
    public override void Forward(Node node)
    {
        ReductionKernels.SumToShape(Geometry(node), Operand.Left, node.Input(0), node.OutputSpan, 1f, accumulate: false);
        if (isMean) System.Numerics.Tensors.TensorPrimitives.Divide(node.OutputSpan, Count(node), node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Span<float> gradient = node.InputGradient(0, out bool accumulate);
        if (gradient.IsEmpty) return;
        BroadcastKernels.Expand(Geometry(node), node.OutputGradient, gradient, isMean ? 1f / Count(node) : 1f, accumulate);
    }

    private float Count(Node node)
    {
        Shape x = node.InputShape(0);
        uint reduced = AxisMask(x);
        float count = 1f;
        for (int axis = 0; axis < x.Rank; axis++) count *= (reduced >> axis & 1) == 1 ? x[axis] : 1;
        return count;
    }

    private BroadcastGeometry Geometry(Node node)
    {
        Shape x = node.InputShape(0), kept = KeptShape(x, AxisMask(x));
        return BroadcastGeometry.Create(kept.AsSpan(), x.AsSpan());
    }
}
