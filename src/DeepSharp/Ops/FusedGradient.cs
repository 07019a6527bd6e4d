using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The way back through what a product does to its result while it is in cache: the activation and the bias.</summary>
internal static class FusedGradient
{
    /// <summary>
    /// Turns the gradient of the output into that of the plain product, in place, and gives the bias its own: the sums over all rows.
    /// </summary>
    /// <param name="node">Its output is activation(product + bias), the bias its input 2, if it has one.</param>
    /// <param name="activation">What the forward pass applied.</param>
    /// <param name="columns">Length of the last axis of the output.</param>
    public static ReadOnlySpan<float> Unfuse(Node node, FusedActivation activation, int columns)
    {
        Span<float> gradient = node.OutputGradient;
        if (activation == FusedActivation.ReLU) ReductionKernels.MaskByPositive(gradient, node.OutputSpan, gradient);
        if (node.InputCount > 2 && node.Needs(2)) ReductionKernels.AccumulateColumnSums(gradient, node.InputGradient(2), columns);
        return gradient;
    }
}
