using DeepSharp.Kernels;
using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// Which neighbouring layers are computed together. Results are those of the single layers; <c>model.Layers</c> shows these. A layer whose
/// output has a penalty of its own stays alone.
/// </summary>
internal static class Fusions
{
    private static readonly Func<LayerCall, GraphUses, DataFormat, FusedStep?>[] s_rules =
        [(call, uses, format) => NormalizedConvolution(call, uses, format, out _), Convolution, Dense];

    /// <summary>The step that starts with a call: the layer alone, unless a rule takes more.</summary>
    public static GraphStep StepFrom(LayerCall call, GraphUses uses) => ChannelsFirstFusion.StepFrom(call, uses)
        ?? NormalizedConvolutions(call, uses)
        ?? (GraphStep?)StepFrom(call, uses, DataFormat.ChannelsLast)
        ?? new LayerStep(call, uses);

    /// <summary>The step of several layers that starts with a call; null if no rule takes more than the layer.</summary>
    /// <param name="call">The first layer.</param>
    /// <param name="uses">Marks the others as taken.</param>
    /// <param name="format">What the layers are for. The step itself gets and gives images with channels last.</param>
    public static FusedStep? StepFrom(LayerCall call, GraphUses uses, DataFormat format)
    {
        foreach (Func<LayerCall, GraphUses, DataFormat, FusedStep?> rule in s_rules)
        {
            if (rule(call, uses, format) is { } step) return step;
        }

        return null;
    }

    /// <summary>Whether a normalization is one of the channels of a layer's output.</summary>
    public static bool IsOfChannels(BatchNormalization normalization, int axes, DataFormat format)
    {
        int rank = axes + 2, axis = normalization.Axis < 0 ? normalization.Axis + rank : normalization.Axis;
        return axis == (format.IsChannelsFirst ? 1 : rank - 1);
    }

    // One of those below, or several, each the only reader of the one before.
    private static GraphStep? NormalizedConvolutions(LayerCall call, GraphUses uses)
    {
        if (NormalizedConvolution(call, uses, DataFormat.ChannelsLast, out LayerCall last) is not { } first) return null;
        List<NormalizedConvolutionStep> stages = [first];
        Layer before = call.Layer;
        while (stages.Count < ConvolutionBandsOp.MostConvolutions && BandedStep.Takes(before) && uses.OnlyUse(last) is { } next
            && BandedStep.Takes(next.Layer, before) && NormalizedConvolution(next, uses, DataFormat.ChannelsLast, out last) is { } stage)
        {
            uses.Take(next);
            stages.Add(stage);
            before = next.Layer;
        }

        return stages.Count == 1 ? first : new BandedStep([.. stages]);
    }

    // A convolution + BatchNormalization [+ ReLU or ReLU6].
    private static NormalizedConvolutionStep? NormalizedConvolution(
        LayerCall call, GraphUses uses, DataFormat format, out LayerCall last)
    {
        last = call;
        if (call.Layer is not (FullConvolution or DepthwiseConvolution or SeparableConvolution)) return null;
        var layer = (ConvolutionLayer)call.Layer;
        if (!FusedStep.Takes(layer, format) || layer.Activation != Activation.Linear) return null;
        if (uses.OnlyUse(call) is not { Layer: BatchNormalization normalization } use) return null;
        if (!FusedStep.Takes(normalization, format) || !IsOfChannels(normalization, layer.Window.Axes, format)) return null;
        List<LayerCall> calls = [call, uses.Take(use)];
        Activation activation = Activation.Linear;
        if (uses.OnlyUse(calls[1]) is { Layer: { OnlyActivation: { InferenceFusion: not FusedActivation.None } next } after } third
            && FusedStep.Takes(after, format))
        {
            calls.Add(uses.Take(third));
            activation = next;
        }

        last = calls[^1];
        return new NormalizedConvolutionStep(
            layer, normalization, LayersOf(calls), activation, uses.PlacesOf(call.Tensors), uses.PlaceOf(calls[^1].Outputs[0]));
    }

    // Conv2D [+ ReLU] [+ MaxPooling2D]. Alone it is a step too, which can leave out what nobody reads.
    private static ConvolutionStep? Convolution(LayerCall call, GraphUses uses, DataFormat format)
    {
        if (call.Layer is not Conv2D layer || !FusedStep.Takes(layer, format) || !HasFusedActivation(layer.Activation)) return null;
        List<LayerCall> calls = [call];
        FusedActivation activation = TakeActivation(layer.Activation, uses, calls, format);
        MaxPooling2D? pool = null;
        if (uses.OnlyUse(calls[^1]) is { Layer: MaxPooling2D next } use && FusedStep.Takes(next, format))
        {
            pool = next;
            calls.Add(uses.Take(use));
        }

        return new ConvolutionStep(
            layer, LayersOf(calls), activation, pool, uses.PlacesOf(call.Tensors), uses.PlaceOf(calls[^1].Outputs[0]));
    }

    // Dense + ReLU as a separate layer.
    private static DenseStep? Dense(LayerCall call, GraphUses uses, DataFormat format)
    {
        if (call.Layer is not Dense layer || !FusedStep.Takes(layer, format) || !HasFusedActivation(layer.Activation)) return null;
        List<LayerCall> calls = [call];
        FusedActivation activation = TakeActivation(layer.Activation, uses, calls, format);
        if (calls.Count == 1) return null;
        return new DenseStep(layer, LayersOf(calls), activation, uses.PlacesOf(call.Tensors), uses.PlaceOf(calls[^1].Outputs[0]));
    }

    private static Layer[] LayersOf(List<LayerCall> calls) => [.. calls.Select(call => call.Layer)];

    private static bool HasFusedActivation(Activation activation) =>
        activation == Activation.Linear || activation.Fusion != FusedActivation.None;

    // The activation of the layer itself, or the one that follows, which is added to the calls.
    private static FusedActivation TakeActivation(Activation own, GraphUses uses, List<LayerCall> calls, DataFormat format)
    {
        if (own.Fusion != FusedActivation.None) return own.Fusion;
        if (uses.OnlyUse(calls[^1]) is not { Layer: { OnlyActivation.Fusion: not FusedActivation.None } layer } use)
        {
            return FusedActivation.None;
        }

        if (!FusedStep.Takes(layer, format)) return FusedActivation.None;
        calls.Add(uses.Take(use));
        return layer.OnlyActivation!.Fusion;
    }
}
