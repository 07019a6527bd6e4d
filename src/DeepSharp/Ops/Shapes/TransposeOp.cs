using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// The axes in another order: axis i of the output is axis permutation[i] of the input. Without a permutation, in reverse order.
/// </summary>
internal sealed unsafe class TransposeOp(int[]? permutation) : Op
{
    public static readonly TransposeOp Reverse = new(null);

    public override string Name => "Transpose";

    public override bool IsLinearIn(int index) => true;

    /// <summary>The axes of the input in the order of the output; null for reverse order.</summary>
    public int[]? Permutation => permutation;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        Shape x = inputs[0];
        Span<int> axes = stackalloc int[x.Rank];
        Axes(x, axes);
        Span<int> lengths = stackalloc int[x.Rank];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = x[axes[i]];
        return Shape.Create(lengths);
    }

    public override void Forward(Node node)
    {
        Shape x = node.InputShape(0);
        Span<int> axes = stackalloc int[x.Rank];
        Axes(x, axes);
        TransposeKernels.Permute(node.Input(0), x.AsSpan(), axes, node.OutputSpan);
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Shape x = node.InputShape(0), y = node.Output.Shape;
        Span<int> axes = stackalloc int[x.Rank];
        Span<int> inverse = stackalloc int[x.Rank];
        Axes(x, axes);
        for (int i = 0; i < axes.Length; i++) inverse[axes[i]] = i;

        Span<float> gradient = node.InputGradient(0, out bool accumulate);
        Span<float> target = accumulate ? new Span<float>(Scratch.Get(ScratchSlot.Temporary, gradient.Length), gradient.Length) : gradient;
        TransposeKernels.Permute(node.OutputGradient, y.AsSpan(), inverse, target);
        if (accumulate) TensorPrimitives.Add(gradient, target, gradient);
    }

    private void Axes(Shape x, Span<int> axes)
    {
        if (permutation is null)
        {
            for (int i = 0; i < axes.Length; i++) axes[i] = axes.Length - 1 - i;
            return;
        }

        uint seen = 0;
        if (permutation.Length == x.Rank)
        {
            for (int i = 0; i < axes.Length; i++)
            {
                axes[i] = x.NormalizeAxis(permutation[i]);
                seen |= 1u << axes[i];
            }
        }

        if (permutation.Length != x.Rank || seen != (1u << x.Rank) - 1)
        {
            string example = string.Join(", ", Enumerable.Range(0, x.Rank).Reverse());
            throw new ShapeException(
                $"expected every axis of {x} once, such as ({example}), " +
                $"but got ({string.Join(", ", permutation.Select(axis => $"{axis}"))}).");
        }
    }
}
