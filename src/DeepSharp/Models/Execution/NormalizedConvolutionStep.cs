using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// A convolution, the batch normalization that follows it, and the activation after that. In inference the normalization is a factor and an
/// offset for each filter, and goes into the kernel and the bias: it costs nothing of its own. Not where the mean of a filter is far from
/// its bias against the deviation: the sum of the convolution and that offset would cancel digits that the single layers keep. Images come
/// with channels last, whatever the layers are for: see <see cref="ChannelsFirstStep"/>.
/// </summary>
internal sealed class NormalizedConvolutionStep(
    ConvolutionLayer layer, BatchNormalization normalization, Layer[] layers, Activation activation, int[] inputs, int output)
    : FusedStep(layers, inputs, output)
{
    // Deviations. A sum that goes so far is rounded by 64·2⁻²⁴, or 4e-6.
    private const double FarthestMean = 64;

    private readonly Op _folded = layer.OpWith(activation.InferenceFusion);

    /// <summary>What follows the normalization; linear if nothing does.</summary>
    public Activation Activation => activation;

    public override Tensor Compute(Tensor input, bool training)
    {
        bool isPlain = training || Tape.Current is { IsRecording: true } || !IsWorthFolding(input);
        return isPlain ? RunSingly(input, training) : RunFolded(input);
    }

    private Tensor RunSingly(Tensor input, bool training)
    {
        Tensor normalized = layer.DataFormat.IsChannelsFirst
            ? normalization.NormalizeLast(layer.ComputeLast(input, training), training)
            : normalization.Apply(layer.Apply(input, training), training);
        return activation == Activation.Linear ? normalized : activation.Apply(normalized);
    }

    private Tensor RunFolded(Tensor input)
    {
        Shape filters = normalization.MovingMean!.Shape;
        Tensor scale = Tensor.Temporary(filters), offset = Tensor.Temporary(filters);
        double farthest = normalization.InferenceForm(layer.Bias is { } bias ? bias.Value.Span : [], scale.Span, offset.Span);
        if (!(farthest <= FarthestMean)) return RunSingly(input, training: false);
        return layer.ConvolveScaled(input, _folded, scale, offset);
    }

    // Few pixels and a large kernel: scaling the kernel would cost more than scaling the output.
    private bool IsWorthFolding(Tensor input) =>
        (long)input.Size / Math.Max(1, input.Shape[^1]) >= layer.KernelOfFilters.Value.Size / normalization.MovingMean!.Shape[0];
}
