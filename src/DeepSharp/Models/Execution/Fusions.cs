using DeepSharp.Kernels;
using DeepSharp.Layers;

namespace DeepSharp;

/// <summary>
/// Which neighbouring layers are computed together. Results are those of the single layers; <c>model.Layers</c> shows these. A layer whose
/// output has a penalty of its own stays alone.
/// </summary>
internal static class Fusions
{
    private static readonly Func<LayerCall, GraphUses, GraphStep?>[] s_rules = [NormalizedConvolution, Convolution, Dense];

    /// <summary>The step that starts with a call: the layer alone, unless a rule takes more.</summary>
    public static GraphStep StepFrom(LayerCall call, GraphUses uses)
    {
        foreach (Func<LayerCall, GraphUses, GraphStep?> rule in s_rules)
        {
            if (rule(call, uses) is { } step) return step;
        }

        return new LayerStep(call, uses);
    }

    // A convolution + BatchNormalization [+ ReLU or ReLU6].
    private static NormalizedConvolutionStep? NormalizedConvolution(LayerCall call, GraphUses uses)
    {
        if (call.Layer is not (FullConvolution or DepthwiseConvolution or SeparableConvolution)) return null;
        var layer = (ConvolutionLayer)call.Layer;
        if (!FusedStep.Takes(layer) || layer.Activation != Activation.Linear) return null;
        if (uses.OnlyUse(call) is not { Layer: BatchNormalization normalization } use) return null;
        if (!FusedStep.Takes(normalization) || (normalization.Axis != -1 && normalization.Axis != layer.Window.Axes + 1)) return null;
        List<LayerCall> calls = [call, uses.Take(use)];
        Activation activation = Activation.Linear;
        if (uses.OnlyUse(calls[1]) is { Layer: { OnlyActivation: { InferenceFusion: not FusedActivation.None } next } after } last
            && FusedStep.Takes(after))
        {
            calls.Add(uses.Take(last));
            activation = next;
        }

        return new NormalizedConvolutionStep(
            layer, normalization, LayersOf(calls), activation, uses.PlacesOf(call.Tensors), uses.PlaceOf(calls[^1].Outputs[0]));
    }

    // Conv2D [+ ReLU] [+ MaxPooling2D]. Alone it is a step too, which can leave out what nobody reads.
    private static ConvolutionStep? Convolution(LayerCall call, GraphUses uses)
    {
        if (call.Layer is not Conv2D layer || !FusedStep.Takes(layer) || !HasFusedActivation(layer.Activation)) return null;
        List<LayerCall> calls = [call];
        FusedActivation activation = TakeActivation(layer.Activation, uses, calls);
        MaxPooling2D? pool = null;
        if (uses.OnlyUse(calls[^1]) is { Layer: MaxPooling2D next } use && FusedStep.Takes(next))
        {
            pool = next;
            calls.Add(uses.Take(use));
        }

        return new ConvolutionStep(
            layer, LayersOf(calls), activation, pool, uses.PlacesOf(call.Tensors), uses.PlaceOf(calls[^1].Outputs[0]));
    }

    // Dense + ReLU as a separate layer.
    private static DenseStep? Dense(LayerCall call, GraphUses uses)
    {
        if (call.Layer is not Dense layer || !FusedStep.Takes(layer) || !HasFusedActivation(layer.Activation)) return null;
        List<LayerCall> calls = [call];
        FusedActivation activation = TakeActivation(layer.Activation, uses, calls);
        if (calls.Count == 1) return null;
        return new DenseStep(layer, LayersOf(calls), activation, uses.PlacesOf(call.Tensors), uses.PlaceOf(calls[^1].Outputs[0]));
    }

    private static Layer[] LayersOf(List<LayerCall> calls) => [.. calls.Select(call => call.Layer)];

    private static bool HasFusedActivation(Activation activation) =>
        activation == Activation.Linear || activation.Fusion != FusedActivation.None;

    // The activation of the layer itself, or the one that follows, which is added to the calls.
    private static FusedActivation TakeActivation(Activation own, GraphUses uses, List<LayerCall> calls)
    {
        if (own.Fusion != FusedActivation.None) return own.Fusion;
        if (uses.OnlyUse(calls[^1]) is not { Layer: { OnlyActivation.Fusion: not FusedActivation.None } layer } use)
        {
            return FusedActivation.None;
        }
        if (!FusedStep.Takes(layer)) return FusedActivation.None;
        calls.Add(uses.Take(use));
        return layer.OnlyActivation!.Fusion;
    }
}
