using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// A convolution and the batch normalization after it as one kernel and one bias, which predictions keep; packed if the kernel is a matrix
/// of single pixels.
/// </summary>
internal sealed class FoldedConvolution(ConvolutionLayer layer, BatchNormalization normalization, Activation activation) : WeightForm
{
    // Deviations. A sum that goes so far is rounded by 64·2⁻²⁴, or 4e-6.
    private const double FarthestMean = 64;

    private readonly Op _op = layer.OpWith(activation.InferenceFusion);
    private Variable[]? _weights;
    private PackedLinearOp? _product;
    private bool _isFar;

    /// <summary>What is kept.</summary>
    public KeptConvolution Kept { get; } = new(layer.Window, layer.OpGroups, activation.InferenceFusion);

    /// <summary>Whether it is kept already, and both are one.</summary>
    public bool IsReady => IsMade && !_isFar;

    /// <inheritdoc/>
    protected override ReadOnlySpan<Variable> Weights => _weights ??= Find();

    /// <summary>The output for an input, or null where the mean of a filter is too far for both to be one.</summary>
    public Tensor? Run(Tensor input)
    {
        if (!TryTake())
        {
            return TryFold(out Tensor kernel, out Tensor bias) ? layer.ConvolveWith(input, _op, kernel, bias) : null;
        }

        if (_isFar) return null;
        return _product is null ? layer.ConvolveWith(input, _op, Kept.Kernel!, Kept.Bias!) : Tape.Run(_product, input, Kept.Bias!);
    }

    /// <inheritdoc/>
    protected override void Make()
    {
        _isFar = !TryFold(out Tensor kernel, out Tensor bias);
        if (_isFar) return;
        bool isMatrix = layer.IsPointwise && PackedKernel.CanHold(kernel.Shape[^2], kernel.Shape[^1]);
        Kept.Keep(kernel, bias, isMatrix);
        if (isMatrix) _product ??= new PackedLinearOp(Kept.Packed!, Kept.Activation);
    }

    private bool TryFold(out Tensor kernel, out Tensor bias)
    {
        Shape filters = normalization.MovingMean!.Shape;
        Tensor scale = Tensor.Temporary(filters);
        bias = Tensor.Temporary(filters);
        kernel = scale;
        double farthest = normalization.InferenceForm(layer.Bias is { } own ? own.Value.Values : [], scale.Values, bias.Values);
        if (!(farthest <= FarthestMean)) return false;
        kernel = layer.ScaledKernel(scale);
        return true;
    }

    private Variable[] Find()
    {
        Variable?[] all =
        [
            layer.KernelOfFilters, layer.Bias, normalization.MovingMean, normalization.MovingVariance, normalization.Gamma,
            normalization.Beta,
        ];
        return [.. all.OfType<Variable>()];
    }
}
