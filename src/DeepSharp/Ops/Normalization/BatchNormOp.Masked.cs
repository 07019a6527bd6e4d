using System.Numerics.Tensors;
using DeepSharp.Kernels;

namespace DeepSharp;

// Moments of the rows that count only, as in Keras; all rows are normalized by them.
internal sealed partial class BatchNormOp
{
    private const int CountedSlot = 1;

    // Where no row counts, mean and variance are 0.
    private static void MaskedMoments(Node node, int channels, Span<float> mean, Span<float> variance)
    {
        ReadOnlySpan<float> x = node.Input(0), mask = node.Input(node.InputCount - 1);
        Span<float> counted = node.Save<float>(CountedSlot, x.Length);
        int count = 0;
        for (int row = 0; row < mask.Length; row++)
        {
            if (mask[row] == 0f) continue;
            x.Slice(row * channels, channels).CopyTo(counted[(count++ * channels)..]);
        }

        if (count > 0)
        {
            BatchNormKernels.Moments(counted[..(count * channels)], count, channels, mean, variance);
            return;
        }

        mean.Clear();
        variance.Clear();
    }

    // Every row has γ/σ·dy; those that the moments are of also what comes by way of them, a line in x.
    private unsafe void MaskedInputGradient(
        Node node, ReadOnlySpan<float> mean, ReadOnlySpan<float> inverse, ReadOnlySpan<float> gamma, ReadOnlySpan<float> sums,
        ReadOnlySpan<float> products, Span<float> dx, bool accumulate)
    {
        int channels = mean.Length;
        ReadOnlySpan<float> x = node.Input(0), mask = node.Input(node.InputCount - 1);
        Span<float> scratch = new(Scratch.Get(ScratchSlot.Products, 4 * channels), 4 * channels);
        Span<float> factor = scratch[..channels], slope = scratch.Slice(channels, channels);
        Span<float> offset = scratch.Slice(2 * channels, channels), line = scratch.Slice(3 * channels, channels);
        int count = mask.Length - mask.Count(0f);
        float divisor = Math.Max(1, count);
        for (int c = 0; c < channels; c++)
        {
            factor[c] = gamma.IsEmpty ? inverse[c] : inverse[c] * gamma[c];
            slope[c] = -(products[c] / divisor * inverse[c] * inverse[c] * factor[c]);
            offset[c] = -(sums[c] / divisor * factor[c]);
        }

        BatchNormKernels.ScaleAndShift(node.OutputGradient, [], factor, [], dx.Length / channels, channels, dx, accumulate);
        if (maskAxis is not null)
        {
            AddChannelMasked(node, mean, inverse, factor, sums, products, dx);
            return;
        }

        for (int row = 0; row < mask.Length; row++)
        {
            if (mask[row] == 0f) continue;
            Span<float> to = dx.Slice(row * channels, channels);
            TensorPrimitives.Subtract(x.Slice(row * channels, channels), mean, line);
            TensorPrimitives.MultiplyAddEstimate(line, slope, offset, line);
            TensorPrimitives.Add(to, line, to);
            VanishingKernels.Drop(to);
        }
    }
}
