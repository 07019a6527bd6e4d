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
    /// <summary>Convolution and normalization as one.</summary>
    public FoldedConvolution Folded { get; } = new(layer, normalization, activation);

    /// <summary>Channels of the input.</summary>
    public int Channels => layer.BuiltChannels;

    /// <summary>What follows the normalization; linear if nothing does.</summary>
    public Activation Activation => activation;

    public override Tensor Compute(Tensor input, bool training) =>
        (WeightForm.MayBeUsed(training) ? Folded.Run(input) : null) ?? RunSingly(input, training);

    private Tensor RunSingly(Tensor input, bool training)
    {
        Tensor normalized = layer.DataFormat.IsChannelsFirst
            ? normalization.NormalizeLast(layer.ComputeLast(input, training), training)
            : normalization.Apply(layer.Apply(input, training), training);
        return activation == Activation.Linear ? normalized : activation.Apply(normalized);
    }
}
