using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>The backward pass through what a product does to its result while it is in cache: the activation and the bias.</summary>
internal static class FusedGradient
{
    /// <summary>
    /// Turns the gradient of the output into that of the plain product, in place, and gives the bias its own: the sums over all rows.
    /// </summary>
    /// <param name="node">Its output is activation(product + bias), the bias its input 2, if it has one.</param>
    /// <param name="activation">What the forward pass applied.</param>
    /// <param name="columns">Length of the last axis of the output.</param>
    public static Span<float> Unfuse(Node node, FusedActivation activation, int columns)
    {
        Span<float> gradient = node.OutputGradient;
        bool isMasked = activation == FusedActivation.ReLU;
        if (node.InputCount <= 2 || !node.Needs(2))
        {
            if (isMasked) ReductionKernels.MaskByPositive(node.OutputSpan, gradient);
            return gradient;
        }

        int rows = columns == 0 ? 0 : gradient.Length / columns;
        Span<float> bias = node.InputGradient(2, out bool accumulate);
        if (isMasked) ReductionKernels.MaskAndColumnSums(node.OutputSpan, gradient, rows, columns, bias, accumulate);
        else ReductionKernels.AccumulateColumnSums(gradient, rows, columns, bias, accumulate);
        return gradient;
    }

    /// <summary>The gradient of the plain product in terms of ops, of what is a product with an activation.</summary>
    public static Tensor Unfuse(FusedActivation activation, Tensor output, Tensor gradient) =>
        activation == FusedActivation.ReLU ? gradient * output.NotEqualTo(0) : gradient;

    /// <summary>The gradient of a bias of the last axes in terms of ops.</summary>
    public static Tensor OfBias(Tensor bias, Tensor gradient) => gradient.Reshape([-1, bias.Size]).Sum(0).Reshape(bias.Shape);
}
