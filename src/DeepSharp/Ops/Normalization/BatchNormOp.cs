using DeepSharp.Kernels;

namespace DeepSharp;

/// <summary>
/// y = γ·(x − mean)/√(variance + ε) + β for each channel, the last axis. Inputs: x, the moving mean, the moving variance, then γ and β as
/// far as there are any, then the mask, if there is one. No gradient goes to the moving statistics.
/// </summary>
/// <param name="epsilon">ε.</param>
/// <param name="momentum">The share of the moving statistics that a training pass keeps.</param>
/// <param name="scale">Whether there is a γ.</param>
/// <param name="center">Whether there is a β.</param>
/// <param name="training">
/// Whether mean and variance are those of the batch. The forward pass then writes the moving statistics; else it reads them.
/// </param>
/// <param name="masked">Whether there is a mask of the input's shape without the channels: rows where it is 0 do not count in the
/// moments.</param>
/// <param name="renorm">How the moments of the batch are corrected in training; null for not at all.</param>
/// <param name="maskAxis">Where the axis of the channels was before they came to the end, as the mask has it; null for there.</param>
internal sealed partial class BatchNormOp(
    float epsilon, double momentum, bool scale, bool center, bool training, bool masked = false, Renormalization? renorm = null,
    int? maskAxis = null) : Op
{
    private const int Mean = 1;
    private const int Variance = 2;
    private const int Gamma = 3;

    public override string Name => "BatchNorm";

    /// <summary>What is added to the variance.</summary>
    public float Epsilon => epsilon;

    /// <summary>The share of the moving statistics that a pass keeps.</summary>
    public double Momentum => momentum;

    /// <summary>Whether gamma is multiplied by.</summary>
    public bool Scale => scale;

    /// <summary>Whether beta is added.</summary>
    public bool Center => center;

    /// <summary>Whether the moments are those of the batch.</summary>
    public bool Training => training;

    /// <summary>Whether a mask is the last input.</summary>
    public bool Masked => masked;

    /// <summary>Where the axis of the channels is for the mask; null for the last.</summary>
    public int? MaskAxis => maskAxis;

    /// <summary>How the moments of the batch are corrected; null for not at all.</summary>
    public Renormalization? Renorm => renorm;

    public override bool KeepsOutputGradient => true;

    private int Beta => scale ? Gamma + 1 : Gamma;

    /// <summary>
    /// What inference computes, as one product and one sum for each channel, of values that lack a bias: <c>y = x·scale + offset</c>. Gives
    /// how far the sum goes, |(bias − mean)·scale|, where that is most.
    /// </summary>
    public static double InferenceForm(
        ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, float epsilon,
        ReadOnlySpan<float> bias, Span<float> scale, Span<float> offset)
    {
        BatchNormKernels.InverseDeviations(variance, epsilon, scale);
        BatchNormKernels.Scales(scale, gamma, scale);
        return BatchNormKernels.Offsets(mean, scale, bias, beta, offset);
    }

    public override Shape InferShape(ReadOnlySpan<Shape> inputs)
    {
        if (masked && inputs[^1] != MaskShape(inputs[0]))
        {
            throw new ShapeException($"expected a mask of shape {MaskShape(inputs[0])} for the input {inputs[0]} but got {inputs[^1]}.");
        }

        foreach (Shape shape in masked ? inputs[1..^1] : inputs[1..])
        {
            if (shape.Rank == 1 && inputs[0].Rank > 0 && shape[0] == inputs[0][^1]) continue;
            throw new ShapeException($"expected as many values as the last axis of the input {inputs[0]} has but got {shape}.");
        }

        return inputs[0];
    }

    public override void Forward(Node node)
    {
        (int rows, int channels) = Sizes(node);
        if (rows == 0 || channels == 0) return;

        // Kept for the backward pass: mean, 1/deviation. Behind them, of no use later, the scale, and room for the sums of the backward
        // pass.
        Span<float> saved = node.Save<float>(0, 4L * channels);
        Span<float> mean = saved[..channels], inverse = saved.Slice(channels, channels), factor = saved.Slice(2 * channels, channels);
        if (training)
        {
            if (maskAxis is not null) ChannelMaskedMoments(node, rows, channels, mean, inverse);
            else if (masked) MaskedMoments(node, channels, mean, inverse);
            else BatchNormKernels.Moments(node.Input(0), rows, channels, mean, inverse);
            if (renorm is not null) Correct(node, mean, inverse);
            if (AreFinite(mean) && AreFinite(inverse))
            {
                if (renorm is not null)
                {
                    MoveRenormalized(node, mean);
                }
                else
                {
                    Move(node.InputTensor(Mean), mean, momentum);
                    Move(node.InputTensor(Variance), inverse, momentum);
                }
            }

            BatchNormKernels.InverseDeviations(inverse, epsilon, inverse);
        }
        else
        {
            node.Input(Mean).CopyTo(mean);
            BatchNormKernels.InverseDeviations(node.Input(Variance), epsilon, inverse);
        }

        ReadOnlySpan<float> gamma = scale ? node.Input(Gamma) : [], beta = center ? node.Input(Beta) : [];
        if (renorm is not null)
        {
            Span<float> corrections = node.Saved<float>(CorrectionSlot, (long)Corrections * channels);
            gamma = Correction(corrections, 2);
            beta = Correction(corrections, 3);
        }

        BatchNormKernels.Scales(inverse, gamma, factor);
        BatchNormKernels.ScaleAndShift(node.Input(0), mean, factor, beta, rows, channels, node.OutputSpan, accumulate: false);
    }

    public override void Backward(Node node)
    {
        (int rows, int channels) = Sizes(node);
        bool needsX = node.Needs(0), needsGamma = scale && node.Needs(Gamma), needsBeta = center && node.Needs(Beta);
        if (rows == 0 || channels == 0)
        {
            for (int i = 0; i < node.InputCount; i++)
            {
                if (node.Needs(i)) node.InputGradient(i);
            }

            return;
        }

        Span<float> saved = node.Saved<float>(0, 4L * channels);
        ReadOnlySpan<float> mean = saved[..channels], inverse = saved.Slice(channels, channels);
        Span<float> sums = saved.Slice(2 * channels, channels), products = saved.Slice(3 * channels, channels);
        ReadOnlySpan<float> x = node.Input(0), gradient = node.OutputGradient, gamma = scale ? node.Input(Gamma) : [];
        if (needsGamma || needsBeta || (needsX && training))
        {
            BatchNormKernels.GradientSums(x, gradient, mean, rows, channels, sums, products);
            if (needsBeta) Add(sums, [], node.InputGradient(Beta, out bool addToBeta), addToBeta);
            if (needsGamma && renorm is not null) AddRenormalizedGamma(node, sums, products, inverse);
            else if (needsGamma) Add(products, inverse, node.InputGradient(Gamma, out bool addToGamma), addToGamma);
        }

        if (!needsX) return;
        if (renorm is not null) gamma = Correction(node.Saved<float>(CorrectionSlot, (long)Corrections * channels), 2);
        Span<float> dx = node.InputGradient(0, out bool accumulate);
        if (training && masked)
        {
            MaskedInputGradient(node, mean, inverse, gamma, sums, products, dx, accumulate);
            return;
        }

        if (training)
        {
            BatchNormKernels.InputGradient(x, gradient, mean, inverse, gamma, sums, products, rows, channels, dx, accumulate);
            return;
        }

        // Statistics that do not move with x: a plain factor for each channel.
        BatchNormKernels.Scales(inverse, gamma, sums);
        BatchNormKernels.ScaleAndShift(gradient, [], sums, [], rows, channels, dx, accumulate);
    }

    private static (int Rows, int Channels) Sizes(Node node)
    {
        Shape x = node.InputShape(0);
        return (x.WithLast(1).Size, x[^1]);
    }

    private static void Add(ReadOnlySpan<float> values, ReadOnlySpan<float> factors, Span<float> target, bool accumulate)
    {
        for (int c = 0; c < target.Length; c++)
        {
            float value = factors.IsEmpty ? values[c] : values[c] * factors[c];
            target[c] = accumulate ? target[c] + value : value;
        }
    }

    // A batch with a NaN fails at the loss: it must not leave its mark on the averages for good.
    private static bool AreFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value)) return false;
        }

        return true;
    }

    private static void Move(Tensor average, ReadOnlySpan<float> value, double momentum)
    {
        // Subtracted before it is rounded, as in Keras: 1 - 0.99f is 0.00999999.
        float kept = (float)momentum, share = (float)(1 - momentum);
        if (Tape.Current?.LateMoves is { } late) late.Add(average, value, kept, share);
        else LateMoves.Apply(average.Values, value, kept, share);
    }
}
