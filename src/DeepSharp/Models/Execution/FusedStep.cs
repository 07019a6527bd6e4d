using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// Layers in a row that are computed together: each takes the output of the one before. The step names the first in errors and hands masks
/// on as the layers would one by one; those with a penalty on their output stay alone.
/// </summary>
internal abstract class FusedStep(Layer[] layers, int[] inputs, int output) : GraphStep(inputs, output, 1)
{
    private readonly bool _passesMask = Array.TrueForAll(layers, layer => layer.SupportsMasking);

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<Layer> Layers => layers;

    /// <summary>Whether a layer may be part of such a step, for images with their channels where the step has them.</summary>
    public static bool Takes(Layer layer, DataFormat format) =>
        layer.ActivityRegularizer is null && (layer is not SpatialLayer spatial || spatial.DataFormat == format);

    /// <summary>Whether all layers hand masks on.</summary>
    public bool PassesMask => _passesMask;

    public sealed override bool MakesNew => true;

    public sealed override void Run(ReadOnlySpan<Tensor> inputs, Span<Tensor> outputs, bool training)
    {
        Tensor input = inputs[0];
        try
        {
            outputs[0] = Compute(input, training);
        }
        catch (ShapeException exception) when (exception.NameLayer(LayerArguments.Describe(layers[0])))
        {
            throw;
        }

        outputs[0].Mask = _passesMask ? input.Mask : null;
    }

    /// <summary>What the last layer gives for the input of the first.</summary>
    public abstract Tensor Compute(Tensor input, bool training);
}
