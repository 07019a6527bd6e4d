using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// y = x * mask, where each value of the mask is 0 with probability <paramref name="rate"/> and 1 / (1 - rate) else: the mean stays
/// (Srivastava et al. 2014, in the inverted form).
/// </summary>
internal sealed class DropoutOp(float rate, RandomStream stream) : Op
{
    public override string Name => "Dropout";

    /// <summary>The fraction that is dropped.</summary>
    public float Rate => rate;

    /// <summary>Where random numbers come from.</summary>
    public RandomStream Stream => stream;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs) => inputs[0];

    public override void Forward(Node node)
    {
        Span<float> y = node.OutputSpan;

        // Without a backward pass nobody needs the mask: it is drawn where the output goes.
        Span<float> mask = node.IsRecorded ? node.Save<float>(0, y.Length) : y;
        stream.FillBernoulli(mask, 1f - rate, DropMask.Scale(rate));
        BinaryKernels.Map(node.Input(0), mask, y, default(MultiplyFunction));
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        ReadOnlySpan<float> mask = node.Saved<float>(0, node.Output.Size);
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        if (accumulate) TensorPrimitives.MultiplyAddEstimate(node.OutputGradient, mask, dx, dx);
        else BinaryKernels.Map(node.OutputGradient, mask, dx, default(MultiplyFunction));
    }

    public override Tensor GradientOps(Node node, int index, Tensor gradient) => gradient * FirstGradients.OfOnes(node, index);
}
