using System.Numerics;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The largest value over axes, or the smallest. The first of equal ones has the gradient.</summary>
internal sealed unsafe class ExtremumOp(int[] axes, bool keepDims, bool isMax) : ReduceOp(axes, keepDims)
{
    public static readonly ExtremumOp MaxOfAll = new([], keepDims: false, isMax: true);
    public static readonly ExtremumOp MinOfAll = new([], keepDims: false, isMax: false);

    public override string Name => isMax ? "Max" : "Min";

    /// <summary>Whether it is the maximum, not the minimum.</summary>
    public bool IsMax => isMax;

    public override void Forward(Node node)
    {
        Shape x = node.InputShape(0);
        uint reduced = AxisMask(x);
        ReadOnlySpan<float> values = node.Input(0);
        if (node.OutputSpan.IsEmpty) return;
        int first = Math.Min(x.Rank, BitOperations.TrailingZeroCount(reduced));
        int last = 32 - BitOperations.LeadingZeroCount(reduced);
        if (reduced == 0)
        {
            values.CopyTo(node.OutputSpan);
        }
        else if (BitOperations.PopCount(reduced) == last - first)
        {
            Reduce(values, x[..first].Size, x[first..last].Size, x[last..].Size, node.OutputSpan);
        }
        else
        {
            // Axes apart from each other come together behind those that stay.
            var together = new Span<float>(Scratch.Get(ScratchSlot.Temporary, values.Length), values.Length);
            Span<int> order = stackalloc int[x.Rank];
            int rank = 0;
            for (uint kind = 0; kind <= 1; kind++)
            {
                for (int axis = 0; axis < x.Rank; axis++)
                {
                    if ((reduced >> axis & 1) == kind) order[rank++] = axis;
                }
            }

            TransposeKernels.Permute(values, x.AsSpan(), order, together);
            Reduce(together, node.OutputSpan.Length, values.Length / node.OutputSpan.Length, 1, node.OutputSpan);
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Shape x = node.InputShape(0);
        ReductionKernels.AddToFirstEqual(
            node.Input(0), x.AsSpan(), AxisMask(x), node.OutputSpan, node.OutputGradient, node.InputGradient(0));
    }

    // Each value of the input has a part in one output: what chooses counts as a constant.
    public override Tensor GradientOps(Node node, int index, Tensor gradient)
    {
        Shape x = node.InputShape(0);
        return gradient.Reshape(KeptShape(x, AxisMask(x))) * FirstGradients.OfOnes(node, 0);
    }

    protected override void CheckLength(Shape x, int axis)
    {
        if (x[axis] == 0)
        {
            throw new ShapeException(
                $"expected at least one value on axis {axis} but got {x}. An empty axis has no {Name.ToLowerInvariant()}imum.");
        }
    }

    private void Reduce(ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> y)
    {
        if (isMax) ReductionKernels.Max(x, outer, axis, inner, y);
        else ReductionKernels.Min(x, outer, axis, inner, y);
    }
}
