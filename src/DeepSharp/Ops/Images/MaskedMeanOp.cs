using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// The mean of each channel over the steps that a mask counts: (batch, steps, channels) and (batch, steps) to (batch, channels), or
/// (batch, 1, channels). Without such a step it is NaN, and so is the gradient of a step that counts; those that do not have none.
/// </summary>
internal sealed class MaskedMeanOp : Op
{
    private static readonly MaskedMeanOp s_dropDims = new(false);
    private static readonly MaskedMeanOp s_keepDims = new(true);

    private MaskedMeanOp(bool keepDims) => KeepDims = keepDims;

    public override string Name => "MaskedMean";

    public override bool IsLinearIn(int index) => index == 0;

    public override bool KeepsOutputGradient => true;

    /// <summary>Whether the axis of the steps stays, with length 1.</summary>
    public bool KeepDims { get; }

    /// <summary>The op that keeps the axis of the steps with length 1, or drops it.</summary>
    public static MaskedMeanOp For(bool keepDims) => keepDims ? s_keepDims : s_dropDims;

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        (Shape x, Shape mask) = (inputs[0], inputs[1]);
        SpatialInput.Require(x, 1);
        if (mask == [x[0], x[1]]) return SpatialInput.GlobalShape(x, 1, KeepDims);
        throw new ShapeException($"expected a mask of shape ({x[0]}, {x[1]}) (batch, steps) for an input of shape {x} but got {mask}.");
    }

    public override void Forward(Node node)
    {
        Shape x = node.InputShape(0);
        (int steps, int channels) = (x[1], x[2]);
        ReadOnlySpan<float> values = node.Input(0), mask = node.Input(1);
        Span<float> y = node.OutputSpan;
        for (int sample = 0; sample < x[0]; sample++)
        {
            Span<float> sum = y.Slice(sample * channels, channels);
            sum.Clear();
            for (int step = 0; step < steps; step++)
            {
                int at = sample * steps + step;
                if (mask[at] != 0f) TensorPrimitives.Add(sum, values.Slice(at * channels, channels), sum);
            }

            TensorPrimitives.Divide(sum, Count(mask.Slice(sample * steps, steps)), sum);
            VanishingKernels.Drop(sum);
        }
    }

    public override void Backward(Node node)
    {
        if (!node.Needs(0)) return;
        Shape x = node.InputShape(0);
        (int steps, int channels) = (x[1], x[2]);
        ReadOnlySpan<float> gradient = node.OutputGradient, mask = node.Input(1);
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        for (int sample = 0; sample < x[0]; sample++)
        {
            float share = 1f / Count(mask.Slice(sample * steps, steps));
            ReadOnlySpan<float> dy = gradient.Slice(sample * channels, channels);
            for (int step = 0; step < steps; step++)
            {
                int at = sample * steps + step;
                Span<float> to = dx.Slice(at * channels, channels);
                if (mask[at] == 0f)
                {
                    if (!accumulate) to.Clear();
                    continue;
                }

                if (accumulate) TensorPrimitives.MultiplyAddEstimate(dy, share, to, to);
                else TensorPrimitives.Multiply(dy, share, to);
                VanishingKernels.Drop(to);
            }
        }
    }

    private static int Count(ReadOnlySpan<float> mask) => mask.Length - mask.Count(0f);
}
